import type { PersonFacts } from '../determination.js';
import { factOf } from '../engine/absent-facts.js';
import { isDead } from '../engine/deceased.js';
import { isDependantOf } from '../engine/dependants.js';
import { hasEmployeesInsurance, isDependant } from '../engine/employment.js';
import type { Household } from '../engine/household.js';
import { leftSpouse, livesWithMember, memberSpouse } from '../engine/spouses.js';
import {
  and,
  FALSE,
  isFalse,
  known,
  map,
  not,
  or,
  TRUE,
  unknown,
  type Tri,
} from '../engine/maybe.js';

/** Cover through somebody else that ends with this event: through the deceased, or through the former spouse. */
export function coverEnds(household: Household, person: PersonFacts): Tri {
  if (household.has('DE')) return wasDependantOfDeceased(household, person);
  return household.has('DV') ? losesCoverOfFormerSpouse(household, person) : FALSE;
}

/** Another insurance than before: the old cover ends, or one of one's own or as a dependant begins. */
export function coverChanges(household: Household, person: PersonFacts): Tri {
  const begins = (fact: string) =>
    map(factOf(household, person, fact), (from) => typeof from === 'string');
  return or(coverEnds(household, person), begins('employeeInsuranceFrom'), begins('dependantFrom'));
}

function wasDependantOfDeceased(household: Household, person: PersonFacts): Tri {
  if (isDead(household, person)) return FALSE;
  return isDependantOf(household, person, (insured) => known(isDead(household, insured)), true);
}

/** The member who was a dependant always loses it; anybody else when a day says so (reference 4.6). */
function losesCoverOfFormerSpouse(household: Household, person: PersonFacts): Tri {
  if (person.role === 'former-spouse') return FALSE;
  const lostOn = household.own(person, 'losesDependentStatusOn');
  if (typeof lostOn === 'string') return isDependant(household, person);
  const member = memberSpouse(household).persons.some(({ id }) => id === person.id);
  const dependant = wasDependantOfFormerSpouse(household, person);
  if (member) return dependant;
  const leaves = person.role === 'child' && isFalse(livesWithMember(household, person));
  if (lostOn === null || leaves) return FALSE;
  return and(dependant, unknown({ fact: 'losesDependentStatusOn', person: person.id }));
}

function wasDependantOfFormerSpouse(household: Household, person: PersonFacts): Tri {
  const left = leftSpouse(household).persons;
  if (left.length > 0)
    return isDependantOf(household, person, (insured) => known(left.includes(insured)));
  // Not listed: then the cover was through the former spouse where nobody who is listed can give it.
  const through = household.own(person, 'dependentOf');
  const others = household.persons.filter(({ id }) => id !== person.id);
  const nobodyHere = not(or(...others.map((other) => hasEmployeesInsurance(household, other))));
  return and(
    through === undefined ? TRUE : known(through === null),
    isDependant(household, person),
    nobodyHere,
  );
}
