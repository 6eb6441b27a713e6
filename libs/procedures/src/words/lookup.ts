import type { PersonFacts } from '../determination.js';
import { factOf, householdFact, type FeelValue } from '../engine/absent-facts.js';
import { oneOf, type Candidates } from '../engine/candidates.js';
import { claimant, parentAlone } from '../engine/families.js';
import { memberSpouse } from '../engine/spouses.js';
import type { Household } from '../engine/household.js';
import { isFalse, isTrue, known, or, unknown, type Maybe, type Tri } from '../engine/maybe.js';
import type { Cell, Scope } from '../engine/scope.js';
import { HOUSEHOLD_FACTS, PERSON_FACTS } from '../vocabulary.js';
import { whoTurns } from './birthday-words.js';
import { agreed } from './candidates.js';
import { GROUPS } from './groups.js';
import { HOUSEHOLD_WORDS } from './household-words.js';
import { PERSON_WORDS } from './person-words.js';

/** Persons whom a cell may name before a dot. */
const PERSONS: Readonly<Record<string, (household: Household) => Candidates>> = {
  claimant,
  parentAlone,
  memberSpouse,
  head: (household) => oneOf(household.withRole('head'), 'role'),
  whoTurns,
};

/** Words that look at several persons of a group. */
const GROUP_WORDS: Readonly<Record<string, string>> = {
  childWithoutSubsidy: 'loneParentAndChildrenWithoutMedical',
};

/** The cell of a plain name, or undefined when no word and no fact is called so. */
export function nameCell(name: string, aboutPerson: boolean): Cell | undefined {
  const householdWord = HOUSEHOLD_WORDS[name];
  if (householdWord !== undefined) return ({ household }) => householdWord(household);
  const group = GROUP_WORDS[name];
  if (group !== undefined) return ({ household }) => anyChildOf(household, group);
  if (aboutPerson && isPersonName(name)) return (scope) => ofPerson(scope, personOf(scope), name);
  if (HOUSEHOLD_FACTS.includes(name)) return ({ household }) => householdFact(household, name);
  return undefined;
}

/** The cell of `somebody.name`, or undefined when nobody or nothing is called so. */
export function pathCell(somebody: string, name: string): Cell | undefined {
  const candidates = PERSONS[somebody];
  if (candidates === undefined || !isPersonName(name)) return undefined;
  return (scope) => agreed(candidates(scope.household), (person) => ofPerson(scope, person, name));
}

/** The cell of `row("id")`: another row holds, which may say nothing but a condition that several rows share. */
export function rowCell(rowId: string): Cell {
  return ({ results }) => results.rowHolds(rowId);
}

/** The cell of `some("group")`, or undefined when no group is called so. */
export function groupCell(name: string): Cell | undefined {
  const group = GROUPS[name];
  return group && (({ household }) => or(...group(household).map(({ member }) => member)));
}

/**
 * The cell of what the rows say of another procedure: `required`, `proposed` (required or offered), or
 * `requiredForThem`, the person the row looks at. Undefined when nothing is called so.
 */
export function resultCell(word: string, procedureId: string, aboutPerson: boolean) {
  const cells: Readonly<Record<string, Cell>> = {
    required: ({ results }) => results.isRequired(procedureId),
    proposed: ({ results }) => or(results.isRequired(procedureId), results.isOffered(procedureId)),
    ...(aboutPerson && {
      requiredForThem: (scope: Scope) => scope.results.isRequiredFor(procedureId, personOf(scope)),
    }),
  };
  return cells[word];
}

function isPersonName(name: string): boolean {
  return Object.hasOwn(PERSON_WORDS, name) || PERSON_FACTS.includes(name);
}

function ofPerson(scope: Scope, person: PersonFacts, name: string): Maybe<FeelValue> {
  const word = PERSON_WORDS[name];
  return word === undefined
    ? factOf(scope.household, person, name)
    : word(scope.household, person, scope.results);
}

function personOf(scope: Scope): PersonFacts {
  if (scope.person === undefined)
    throw new TypeError('a cell about a person was evaluated without one');
  return scope.person;
}

function anyChildOf(household: Household, group: string): Tri {
  const members = (GROUPS[group]?.(household) ?? []).filter(
    ({ person }) => person.role === 'child',
  );
  if (members.some(({ member }) => isTrue(member))) return known(true);
  if (members.every(({ member }) => isFalse(member))) return known(false);
  return unknown(...members.flatMap(({ member }) => (member.known ? [] : member.asks)));
}
