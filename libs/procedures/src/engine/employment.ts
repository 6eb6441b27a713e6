import type { PersonFacts } from '../determination.js';
import { factOf } from './absent-facts.js';
import { hasReached } from './ages.js';
import type { Household } from './household.js';
import {
  and,
  asksOf,
  FALSE,
  isFalse,
  isTrue,
  known,
  map,
  TRUE,
  unknown,
  type Tri,
} from './maybe.js';

const EMPLOYEES = ['employee', 'mutual-aid'];
const DEPENDANTS = ['employee-dependent', 'mutual-aid-dependent'];
const LOSS = 'lossOfEmployeeInsuranceOn';
/** Nobody works before the school year of 15 ends (労働基準法56条): under 15 nobody is insured as an employee. */
const WORKING_AGE = 15;

/** Insured as an employee or member of a mutual aid association (facts.md, "Employees' insurance"). */
export function hasEmployeesInsurance(household: Household, person: PersonFacts): Tri {
  return household.remember(`employees' insurance of ${person.id}`, () => {
    const insured = hasInsurance(household, person, EMPLOYEES);
    return insured.known
      ? insured
      : and(insured, hasReached(household, person, WORKING_AGE, household.eventDate));
  });
}

/** A dependant of employees' insurance, whoever is insured (facts.md, "dependant"). */
export function isDependant(household: Household, person: PersonFacts): Tri {
  return hasInsurance(household, person, DEPENDANTS);
}

/** A member of a national health insurance society (国保組合). */
export function isInUnion(household: Household, person: PersonFacts): Tri {
  return hasInsurance(household, person, ['nhi-union']);
}

/**
 * Who retires: whoever has an own day of loss; else the only person with employees' insurance; where nobody has it, the
 * society's member on his or her own account. Several are asked for their day (facts.md, "Retiring person").
 */
export function retires(household: Household, person: PersonFacts): Tri {
  return household.remember(`${person.id} retires`, () => whoRetires(household, person));
}

function whoRetires(household: Household, person: PersonFacts): Tri {
  const dated = household.persons.filter((one) => hasOwnLoss(household, one));
  if (dated.length > 0) return known(includes(dated, person));
  const employees = household.persons.filter(
    (one) => household.own(one, LOSS) !== null && !isFalse(hasEmployeesInsurance(household, one)),
  );
  const open = asksOf(...employees.map((one) => hasEmployeesInsurance(household, one)));
  const members = employees.length === open.length ? unionMembers(household) : [];
  const possible = [...employees, ...members];
  if (!includes(possible, person)) return FALSE;
  if (open.length > 0 && employees.length - open.length < 2) return unknown(...open);
  return possible.length === 1
    ? TRUE
    : unknown(...possible.map(({ id }) => ({ fact: LOSS, person: id })));
}

/** A day of loss that stands at a dependant is that of the one who is insured. */
function hasOwnLoss(household: Household, person: PersonFacts): boolean {
  if (typeof household.own(person, LOSS) !== 'string') return false;
  const insurance = household.own(person, 'insurance');
  return typeof insurance !== 'string' || !DEPENDANTS.includes(insurance);
}

function unionMembers(household: Household): PersonFacts[] {
  return household.persons.filter(
    (person) =>
      typeof household.own(person, 'dependentOf') !== 'string' &&
      household.own(person, LOSS) !== null &&
      isTrue(isInUnion(household, person)),
  );
}

function hasInsurance(household: Household, person: PersonFacts, codes: readonly string[]): Tri {
  return map(factOf(household, person, 'insurance'), (insurance) =>
    codes.includes(String(insurance)),
  );
}

function includes(persons: readonly PersonFacts[], person: PersonFacts): boolean {
  return persons.some(({ id }) => id === person.id);
}
