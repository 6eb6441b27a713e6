import { graphemeLength, hasForbiddenCharacter } from '@app/japan';
import type { FactValue, HouseholdFacts, PersonFacts } from '../determination.js';
import { factDefinition, HOUSEHOLD_FACTS, PERSON_FACTS } from '../vocabulary.js';
import { at, type FieldErrors } from './field-errors.js';
import { readFact } from './read-fact.js';
import { isRecord, readRecord, type JsonRecord } from './records.js';

const MOST_PERSONS = 20;
const LONGEST_ID = 64;

type FactReader = (value: unknown, pointer: string) => FactValue | undefined;

/** The household of a request; what is wrong is added to the errors. */
export function readHousehold(
  value: unknown,
  pointer: string,
  errors: FieldErrors,
): HouseholdFacts | undefined {
  if (!isRecord(value)) return errors.add(pointer, value === undefined ? 'missing' : 'wrong-type');
  const persons = readPersons(value['persons'], at(pointer, 'persons'), errors);
  const ids = new Set(persons.map(({ id }) => id));
  const facts = readRecord<FactValue>(value, pointer, errors, {
    ...readersOf(HOUSEHOLD_FACTS, ids, errors),
    persons: () => undefined,
  });
  return { ...facts, persons };
}

function readPersons(value: unknown, pointer: string, errors: FieldErrors): PersonFacts[] {
  if (!Array.isArray(value)) {
    errors.add(pointer, value === undefined ? 'missing' : 'wrong-type', {
      en: 'A list is expected.',
    });
    return [];
  }
  if (value.length === 0) errors.add(pointer, 'missing', { en: 'At least one person is needed.' });
  if (value.length > MOST_PERSONS) {
    errors.add(pointer, 'too-many', {
      ja: `${MOST_PERSONS}人までです。`,
      en: `At most ${MOST_PERSONS}.`,
    });
    return [];
  }
  const ids = idsOf(value as unknown[], pointer, errors);
  return value.flatMap(
    (one: unknown, index) => readPerson(one, at(pointer, index), ids, errors) ?? [],
  );
}

/** All ids first, since persons refer to each other. */
function idsOf(persons: readonly unknown[], pointer: string, errors: FieldErrors): Set<string> {
  const ids = new Set<string>();
  persons.forEach((person, index) => {
    const id = isRecord(person) ? person['id'] : undefined;
    if (typeof id !== 'string') return;
    if (ids.has(id)) errors.add(at(at(pointer, index), 'id'), 'duplicate-person');
    ids.add(id);
  });
  return ids;
}

function readPerson(
  value: unknown,
  pointer: string,
  ids: ReadonlySet<string>,
  errors: FieldErrors,
): PersonFacts | undefined {
  if (!isRecord(value)) return errors.add(pointer, 'wrong-type', { en: 'An object is expected.' });
  const { id, role, ...facts } = readRecord<FactValue>(withPensions(value), pointer, errors, {
    id: (text, there) => readId(text, there, errors),
    ...readersOf(PERSON_FACTS, ids, errors),
  });
  for (const name of ['id', 'role'])
    if (value[name] === undefined) errors.add(at(pointer, name), 'missing');
  return typeof id === 'string' && typeof role === 'string' ? { id, role, ...facts } : undefined;
}

/** A list under `pension` means the pensions received. */
function withPensions(person: JsonRecord): JsonRecord {
  const { pension, ...rest } = person;
  if (!Array.isArray(pension)) return person;
  return rest['pensionsReceived'] !== undefined
    ? rest
    : { ...rest, pensionsReceived: pension as unknown };
}

function readId(value: unknown, pointer: string, errors: FieldErrors): string | undefined {
  if (typeof value !== 'string')
    return errors.add(pointer, 'wrong-type', { en: 'A text is expected.' });
  if (value === '') return errors.add(pointer, 'missing');
  if (graphemeLength(value) > LONGEST_ID) return errors.add(pointer, 'too-long');
  return hasForbiddenCharacter(value) ? errors.add(pointer, 'forbidden-character') : value;
}

function readersOf(
  names: readonly string[],
  personIds: ReadonlySet<string>,
  errors: FieldErrors,
): Record<string, FactReader> {
  const readers = names.flatMap((name): [string, FactReader][] => {
    const definition = factDefinition(name);
    if (definition === undefined) return [];
    return [
      [name, (value, pointer) => readFact(value, definition, { pointer, errors, personIds })],
    ];
  });
  return Object.fromEntries(readers);
}
