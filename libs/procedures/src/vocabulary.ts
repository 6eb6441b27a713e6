import type { FactValue } from './determination.js';
import { RuleDataError } from './errors.js';
import facts from './data/facts.json' with { type: 'json' };

export type FactType =
  | 'boolean'
  | 'integer'
  | 'date'
  | 'text'
  | 'code'
  | 'code-list'
  | 'pension'
  | 'person'
  | 'place'
  | 'window'
  | 'separation-code';

/** One name of the fact vocabulary. */
export interface FactDefinition {
  readonly name: string;
  readonly where: readonly ('person' | 'household')[];
  readonly type: FactType;
  readonly values?: readonly string[];
  readonly nullable?: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  /** What an absent fact counts as, where that is one value for everybody; other rules are in `engine/absent-facts`. */
  readonly absent?: string | boolean | null;
  readonly labelJa: string;
  readonly labelEn: string;
  readonly askJa?: string;
  readonly askEn?: string;
}

const definitions = facts as unknown as readonly FactDefinition[];
const byName = new Map(definitions.map((definition) => [definition.name, definition]));
if (byName.size !== definitions.length)
  throw new RuleDataError('facts.json', 'a name stands twice');

const namesOf = (where: 'person' | 'household') =>
  definitions.filter((definition) => definition.where.includes(where)).map(({ name }) => name);

/** The names of facts of a person; `id` comes beside them. */
export const PERSON_FACTS: readonly string[] = namesOf('person');
/** The names of facts of a household; `persons` comes beside them. */
export const HOUSEHOLD_FACTS: readonly string[] = namesOf('household');

export function factDefinition(name: string): FactDefinition | undefined {
  return byName.get(name);
}

const closedValues = new Map(
  definitions.flatMap((definition): [string, readonly FactValue[]][] => {
    const values = closedValuesOf(definition);
    return values === undefined ? [] : [[definition.name, values]];
  }),
);

/** All values that a fact can have, where they are few; `undefined` for dates, numbers, texts and persons. */
export function valuesOf(name: string): readonly FactValue[] | undefined {
  return closedValues.get(name);
}

function closedValuesOf({ type, values = [], nullable }: FactDefinition): FactValue[] | undefined {
  if (type === 'boolean') return [true, false];
  if (type !== 'code' && type !== 'pension') return undefined;
  return [...values, ...(nullable === true ? [null] : [])];
}

/** The place of a fact in the vocabulary, by which questions are ordered. */
export function factOrder(name: string): number {
  return definitions.findIndex((definition) => definition.name === name);
}

/** The question for a fact, Japanese and English. */
export function questionText(name: string): { textJa: string; textEn: string } {
  const { askJa, askEn, labelJa = name, labelEn = name } = byName.get(name) ?? {};
  return {
    textJa: askJa ?? `${labelJa}を教えてください。`,
    textEn: askEn ?? `Please tell us: ${labelEn}.`,
  };
}
