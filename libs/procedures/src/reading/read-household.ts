import { hasForbiddenCharacter, isLongerThan } from '@app/japan';
import type { FactValue, HouseholdFacts, PersonFacts } from '../determination.js';
import { factDefinition, HOUSEHOLD_FACTS, PERSON_FACTS } from '../vocabulary.js';
import { at, type FieldErrors } from './field-errors.js';
import { readFact } from './read-fact.js';
import { isRecord, readRecord, type JsonRecord, type Reader, type Readers } from './records.js';

const MOST_PERSONS = 20;
const LONGEST_ID = 64;

type FactReader = Reader<FactValue>;

interface Reading {
  readonly ids: ReadonlySet<string>;
  readonly errors: FieldErrors;
}

/** The household of a request; what is wrong is added to the errors. */
export function readHousehold(
  value: unknown,
  pointer: string,
  errors: FieldErrors,
): HouseholdFacts | undefined {
  if (!isRecord(value)) return errors.add(pointer, value === undefined ? 'missing' : 'wrong-type');
  const persons = readPersons(value['persons'], at(pointer, 'persons'), errors);
  const ids = new Set(persons.map(({ id }) => id));
  const readers = factReaders(HOUSEHOLD_FACTS, { persons: () => undefined }, { ids, errors });
  const facts = readRecord(value, pointer, errors, readers);
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
  const beside = { id: (text: unknown, there: string) => readId(text, there, errors) };
  const readers = factReaders(PERSON_FACTS, beside, { ids, errors });
  const { id, role, ...facts } = readRecord(withPensions(value), pointer, errors, readers);
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
  if (isLongerThan(value, LONGEST_ID)) return errors.add(pointer, 'too-long');
  return hasForbiddenCharacter(value) ? errors.add(pointer, 'forbidden-character') : value;
}

/** Looked up by name: a record has a few facts of a vocabulary of a hundred. */
function factReaders(
  vocabulary: readonly string[],
  beside: Readonly<Record<string, FactReader>>,
  { ids, errors }: Reading,
): Readers<FactValue> {
  return {
    get names() {
      return [...Object.keys(beside), ...vocabulary];
    },
    of: (name) => {
      if (Object.hasOwn(beside, name)) return beside[name];
      const definition = vocabulary.includes(name) ? factDefinition(name) : undefined;
      if (definition === undefined) return undefined;
      return (value, pointer) => readFact(value, definition, { pointer, errors, personIds: ids });
    },
  };
}
