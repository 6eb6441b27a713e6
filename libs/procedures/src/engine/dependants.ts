import type { PersonFacts } from '../determination.js';
import { hasEmployeesInsurance, isDependant, isInUnion } from './employment.js';
import type { Household } from './household.js';
import { and, asksOf, FALSE, isFalse, isTrue, or, TRUE, unknown, type Tri } from './maybe.js';

/** What is asked of the person through whom somebody is insured. */
export type OfInsured = (insured: PersonFacts) => Tri;

/**
 * Whether the person is a dependant of somebody of whom something holds: of whom `dependentOf` names, else of the only
 * other person with employees' insurance. With `union`, a society's member through somebody counts too (facts.md).
 */
export function isDependantOf(
  household: Household,
  person: PersonFacts,
  holds: OfInsured,
  union = false,
): Tri {
  const through = household.own(person, 'dependentOf');
  const dependant = isDependant(household, person);
  if (through === undefined) return and(ofTheOnlyEmployee(household, person, holds), dependant);
  const insured = typeof through === 'string' ? household.person(through) : undefined;
  if (insured === undefined) return FALSE;
  return and(holds(insured), union ? or(dependant, isInUnion(household, person)) : dependant);
}

function ofTheOnlyEmployee(household: Household, person: PersonFacts, holds: OfInsured): Tri {
  const insuredAs = (one: PersonFacts) => hasEmployeesInsurance(household, one);
  const employees = household.persons.filter(
    (one) => one.id !== person.id && !isFalse(insuredAs(one)),
  );
  const answers = employees.map((one) => and(insuredAs(one), holds(one)));
  const certain = employees.filter((one) => isTrue(insuredAs(one)));
  if (answers.every(isFalse)) return FALSE;
  if (answers.every(isTrue)) return TRUE;
  if (answers.length === 1) return or(...answers);
  return unknown(
    ...asksOf(...answers, ...employees.map(insuredAs)),
    ...(certain.length > 1 ? [{ fact: 'dependentOf', person: person.id }] : []),
  );
}

const COUPLE = ['head', 'head-after', 'spouse'];

/** Husband and wife by their roles: head and spouse; of others two parents, or one insured through the other. */
export function areCouple(household: Household, one: PersonFacts, other: PersonFacts): boolean {
  if (one.id === other.id) return false;
  const inCouple = [one, other].filter(({ role }) => COUPLE.includes(role)).length;
  if (inCouple > 0) return inCouple === 2;
  const through = household.own(one, 'dependentOf') ?? household.own(other, 'dependentOf');
  if (typeof through === 'string') return through === other.id || through === one.id;
  return one.role === 'parent' && other.role === 'parent';
}
