import { hasForbiddenCharacter, isPlainDate, nearestName } from '@app/japan';
import type { FactValue } from '../determination.js';
import type { FactDefinition, FactType } from '../vocabulary.js';
import { at, type FieldErrors } from './field-errors.js';
import { isRecord, readersFrom, readRecord } from './records.js';

interface Place {
  readonly pointer: string;
  readonly errors: FieldErrors;
  readonly personIds: ReadonlySet<string>;
}

type FactReader = (
  value: unknown,
  definition: FactDefinition,
  place: Place,
) => FactValue | undefined;

const EARLIEST = '1850-01-01';
const LATEST = '2200-12-31';
const LONGEST_TEXT = 200;

const READERS: Readonly<Record<FactType, FactReader>> = {
  boolean: (value, _definition, place) =>
    typeof value === 'boolean' ? value : wrongType(place, 'true/false'),
  integer: (value, definition, place) => readInteger(value, definition, place),
  date: (value, _definition, place) => readDate(value, place.pointer, place.errors),
  text: (value, _definition, place) => readText(value, place.pointer, place.errors),
  code: (value, { values = [] }, place) => readCode(value, values, place),
  'code-list': (value, { values = [] }, place) => readCodes(value, values, place),
  // A list is read as pensionsReceived by the caller, who owns both names.
  pension: (value, { values = [] }, place) => readCode(value, values, place),
  person: (value, { values = [] }, place) => readPerson(value, values, place),
  place: (value, _definition, place) => readPlace(value, place),
  window: (value, _definition, place) => readWindow(value, place),
  'separation-code': (value, _definition, place) =>
    typeof value === 'string' && /^\d{2}$/.test(value)
      ? value
      : place.errors.add(place.pointer, 'not-allowed'),
};

/** The value of a fact by its definition; undefined = refused, and the errors say why. */
export function readFact(
  value: unknown,
  definition: FactDefinition,
  place: Place,
): FactValue | undefined {
  if (value === null && definition.nullable === true) return null;
  return READERS[definition.type](value, definition, place);
}

export function readDate(value: unknown, pointer: string, errors: FieldErrors): string | undefined {
  if (typeof value !== 'string')
    return errors.add(pointer, 'wrong-type', { en: 'A date is expected.' });
  if (!isPlainDate(value)) return errors.add(pointer, 'no-such-date');
  return value < EARLIEST || value > LATEST ? errors.add(pointer, 'out-of-range') : value;
}

export function readText(value: unknown, pointer: string, errors: FieldErrors): string | undefined {
  if (typeof value !== 'string')
    return errors.add(pointer, 'wrong-type', { en: 'A text is expected.' });
  if (value.length > LONGEST_TEXT) return errors.add(pointer, 'too-long');
  return hasForbiddenCharacter(value) ? errors.add(pointer, 'forbidden-character') : value;
}

function wrongType({ pointer, errors }: Place, expected: string): undefined {
  return errors.add(pointer, 'wrong-type', { ja: `（${expected}）`, en: `Expected: ${expected}.` });
}

function readInteger(
  value: unknown,
  { minimum = 0, maximum = Infinity }: FactDefinition,
  place: Place,
) {
  if (typeof value !== 'number' || !Number.isInteger(value)) return wrongType(place, 'integer');
  const range = `${minimum}-${maximum}`;
  if (value < minimum || value > maximum) {
    return place.errors.add(place.pointer, 'out-of-range', {
      ja: `（${range}）`,
      en: `Allowed: ${range}.`,
    });
  }
  return value;
}

function readCode(value: unknown, values: readonly string[], place: Place): string | undefined {
  if (typeof value !== 'string') return wrongType(place, values.join(', '));
  if (values.includes(value)) return value;
  const allowed = values.join(', ');
  return place.errors.add(place.pointer, 'not-allowed', {
    ja: `使える値: ${allowed}。`,
    en: `Allowed: ${allowed}.`,
    nearest: nearestName(value, values),
  });
}

function readCodes(value: unknown, values: readonly string[], place: Place): string[] | undefined {
  if (!Array.isArray(value)) return wrongType(place, 'list');
  if (value.length > values.length) return place.errors.add(place.pointer, 'too-many');
  const codes = value.map((one: unknown, index) =>
    readCode(one, values, { ...place, pointer: at(place.pointer, index) }),
  );
  return codes.every((code) => code !== undefined) ? codes : undefined;
}

function readPerson(value: unknown, values: readonly string[], place: Place): string | undefined {
  if (typeof value !== 'string') return wrongType(place, 'person id');
  if (values.includes(value) || place.personIds.has(value)) return value;
  return place.errors.add(place.pointer, 'no-such-person', {
    nearest: nearestName(value, [...place.personIds]),
  });
}

function readPlace(value: unknown, { pointer, errors }: Place): FactValue | undefined {
  if (!isRecord(value)) return errors.add(pointer, 'wrong-type', { en: 'An object is expected.' });
  const readers = readersFrom({
    municipality: (text, there) => readText(text, there, errors),
    code5: (text, there) => matching(text, /^(0[1-9]|[1-3]\d|4[0-7])\d{3}$/, there, errors),
    country: (text, there) => matching(text, /^[A-Z]{3}$/, there, errors),
  });
  const read = readRecord(value, pointer, errors, readers);
  if (read['code5'] === undefined && read['country'] === undefined) {
    return errors.add(at(pointer, 'code5'), 'missing', { en: 'Give code5, or country.' });
  }
  return read;
}

function readWindow(value: unknown, { pointer, errors }: Place): FactValue | undefined {
  if (!isRecord(value)) return errors.add(pointer, 'wrong-type', { en: 'An object is expected.' });
  const date = (text: unknown, there: string) => readDate(text, there, errors);
  return readRecord(value, pointer, errors, readersFrom({ from: date, to: date }));
}

function matching(
  value: unknown,
  pattern: RegExp,
  pointer: string,
  errors: FieldErrors,
): string | undefined {
  if (typeof value !== 'string')
    return errors.add(pointer, 'wrong-type', { en: 'A text is expected.' });
  return pattern.test(value) ? value : errors.add(pointer, 'not-allowed');
}
