import type { PersonFacts } from '../determination.js';
import { factOf } from '../engine/absent-facts.js';
import { hasReached } from '../engine/ages.js';
import type { Household } from '../engine/household.js';
import { asksOf, FALSE, isTrue, known, map, not, or, unknown, type Tri } from '../engine/maybe.js';
import { isMover } from './person-words.js';

// 住基法25条: who becomes the head is in question only between members of this age (reference 4.1).
const AGE_OF_A_HEAD = 15;

/** The head moves away, or died (reference 4.1, rows common to several events). */
export function headLeaves(household: Household): Tri {
  const leaves = (person: PersonFacts): Tri =>
    household.eventCode === 'DE'
      ? known(household.own(person, 'deceased') === true)
      : isMover(household, person);
  return or(...household.withRole('head').map(leaves));
}

/** A member of the household after the event: who stays; at a death, who lived together with the deceased. */
export function isRemaining(household: Household, person: PersonFacts): Tri {
  if (person.role === 'former-spouse') return FALSE;
  if (household.eventCode !== 'DE') return not(isMover(household, person));
  if (household.own(person, 'deceased') === true) return FALSE;
  return map(factOf(household, person, 'livingTogether'), (together) => together !== false);
}

/** Two or more of those who remain are 15 or older: who becomes the head has to be notified (住基法25条). */
export function twoOrMoreOf15Remain(household: Household): Tri {
  const { ages, certain, open } = countRemaining(household);
  if (certain >= 2) return known(true);
  return certain + open < 2 ? FALSE : unknown(...asksOf(...ages));
}

/** One member remains, or only one of them is 15 or older: the office enters the new head by itself. */
export function newHeadIsSelfEvident(household: Household): Tri {
  const { ages, certain, open, total } = countRemaining(household);
  if (total === 1) return known(true);
  if (open === 0 || certain >= 2) return known(certain === 1);
  return unknown(...asksOf(...ages));
}

interface Remaining {
  readonly ages: readonly Tri[];
  readonly certain: number;
  /** Members of whom it is not known whether they are 15, those who are not listed included. */
  readonly open: number;
  readonly total: number;
}

function countRemaining(household: Household): Remaining {
  const remaining = household.persons.filter((person) => isTrue(isRemaining(household, person)));
  const ages = remaining.map((person) =>
    hasReached(household, person, AGE_OF_A_HEAD, household.eventDate),
  );
  const stated = household.shared('remainingMembers');
  const total = Math.max(remaining.length, typeof stated === 'number' ? stated : 0);
  const notListed = total - remaining.length;
  return {
    ages,
    certain: ages.filter(isTrue).length,
    open: ages.filter((age) => !age.known).length + notListed,
    total,
  };
}
