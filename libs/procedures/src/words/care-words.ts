import { monthsBefore } from '@app/japan';
import type { PersonFacts } from '../determination.js';
import { factOf } from '../engine/absent-facts.js';
import { hasReached } from '../engine/ages.js';
import type { Household } from '../engine/household.js';
import { and, known, map, or, type Tri } from '../engine/maybe.js';

type PersonWord = (household: Household, person: PersonFacts) => Tri;

/** Words about care, disability, pregnancy and nursery (reference 4.9). */
export const CARE_WORDS: Readonly<Record<string, PersonWord>> = {
  mayBeCertified: (household, person) => mayBeCertified(household, person),
  nearDueDate: (household, person) => nearDueDate(household, person),
  staysAtNursery: (household, person) =>
    known(
      household.own(person, 'nursery') === 'licensed' && household.shared('keepsNursery') === true,
    ),
};

/** Insured for long-term care: from 65, from 40 where a specified disease is the cause (介護法7条3項, 9条). */
function mayBeCertified(household: Household, person: PersonFacts): Tri {
  const day = household.eventDate;
  return or(
    hasReached(household, person, 65, day),
    and(
      hasReached(household, person, 40, day),
      map(factOf(household, person, 'specifiedDisease'), (found) => found === true),
    ),
  );
}

const MONTHS_BEFORE_BIRTH = 6;

/** From six months before the due date: so early both reliefs can be filed (reference 4.9). */
function nearDueDate(household: Household, person: PersonFacts): Tri {
  return map(
    factOf(household, person, 'dueDate'),
    (due) =>
      typeof due === 'string' && household.eventDate >= monthsBefore(due, MONTHS_BEFORE_BIRTH),
  );
}
