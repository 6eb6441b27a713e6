import type { PersonFacts } from '../determination.js';
import { factOf } from '../engine/absent-facts.js';
import { isDead } from '../engine/deceased.js';
import { hasEmployeesInsurance } from '../engine/employment.js';
import { claimantBefore, recipient } from '../engine/families.js';
import type { Household } from '../engine/household.js';
import { FALSE, isFalse, known, or, unknown, type Tri } from '../engine/maybe.js';
import { agreed } from './candidates.js';

/** Whether a person received the child allowance before the event, from the ward or from the employer. */
export function receivedAllowance(household: Household, person: PersonFacts): Tri {
  const atWard = recipient(household);
  if (atWard.known && atWard.value !== null) return known(atWard.value.id === person.id);
  const atEmployer = receivesAtEmployer(household, person);
  return atWard.known ? atEmployer : or(atEmployer, unknown(...atWard.asks));
}

/** Only public servants receive it from the employer (児童手当法17条). */
function receivesAtEmployer(household: Household, person: PersonFacts): Tri {
  const stated = household.own(person, 'childAllowanceRecipientAtEmployer');
  if (typeof stated === 'boolean') return known(stated);
  const servant = factOf(household, person, 'publicServant');
  const impossible =
    (servant.known && servant.value === false) || isFalse(hasEmployeesInsurance(household, person));
  return impossible
    ? FALSE
    : unknown({ fact: 'childAllowanceRecipientAtEmployer', person: person.id });
}

/** The claimant of before, to whom the child medical certificate was issued, is the one who died. */
export function claimantDied(household: Household): Tri {
  return agreed(claimantBefore(household), (person) => known(isDead(household, person)));
}
