import type { PersonFacts } from '../determination.js';
import type { Household } from './household.js';

const COUPLE = ['head', 'spouse'];

/** The one of head and spouse who died. */
export function deceasedParent(household: Household): PersonFacts | undefined {
  return household.persons.find(
    (person) => COUPLE.includes(person.role) && household.own(person, 'deceased') === true,
  );
}

/** The surviving one of head and spouse; also who says to be the spouse of the deceased. */
export function survivingParents(household: Household): PersonFacts[] {
  return household.persons.filter(
    (person) =>
      household.own(person, 'deceased') !== true &&
      (COUPLE.includes(person.role) || household.own(person, 'relationToDeceased') === 'spouse'),
  );
}
