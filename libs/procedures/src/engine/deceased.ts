import type { PersonFacts } from '../determination.js';
import { factOf } from './absent-facts.js';
import type { Household } from './household.js';
import { and, FALSE, known, map, not, or, TRUE, unknown, type Maybe, type Tri } from './maybe.js';
import type { Membership } from './scope.js';

/** In this order, by 国年法19条 and 52条の3; the third degree only for the unpaid pension. */
const RANKS = ['spouse', 'child', 'parent', 'grandchild', 'grandparent', 'sibling'];
const RANKS_TO_THIRD_DEGREE = [...RANKS, 'relative3'];

const COUPLE = ['head', 'spouse'];
const MAY_HAVE_BEEN_SPOUSE = ['head', 'spouse', 'head-after'];

/** What a role says of the relation to a deceased head, or to a deceased spouse of the head (facts.md). */
const RELATION_BY_ROLE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  head: { spouse: 'spouse', child: 'child', parent: 'parent' },
  spouse: { head: 'spouse', child: 'child' },
};

/** Who died: who says so; where nobody does, everybody who does not deny it may be meant. */
export function deceasedOf(household: Household): Membership[] {
  const dead = household.persons.filter((person) => isDead(household, person));
  if (dead.length > 0) return dead.map((person) => ({ person, member: TRUE }));
  return household.persons
    .filter((person) => household.own(person, 'deceased') !== false)
    .map((person) => ({ person, member: unknown({ fact: 'deceased', person: person.id }) }));
}

export function isDead(household: Household, person: PersonFacts): boolean {
  return household.own(person, 'deceased') === true;
}

/** What a survivor is to the deceased: what is said, else by role, else to be asked. */
export function relationToDeceased(household: Household, person: PersonFacts): Maybe<string> {
  const stated = household.own(person, 'relationToDeceased');
  if (typeof stated === 'string') return known(stated);
  if (person.role === 'former-spouse') return known('other');
  const byRole = household.persons
    .filter((other) => isDead(household, other))
    .map(({ role }) => RELATION_BY_ROLE[role]?.[person.role])
    .find((relation) => relation !== undefined);
  return byRole === undefined
    ? unknown({ fact: 'relationToDeceased', person: person.id })
    : known(byRole);
}

export function isRelated(household: Household, person: PersonFacts, relation: string): Tri {
  if (isDead(household, person)) return FALSE;
  const found = relationToDeceased(household, person);
  if (!found.known && relation === 'spouse' && !mayBeSpouse(household, person)) return FALSE;
  return map(found, (one) => one === relation);
}

/**
 * Not asked where somebody else is the spouse, where the spouse of that deceased would have another role, or of head and
 * spouse who both live: they are married to each other (民法732条).
 */
function mayBeSpouse(household: Household, person: PersonFacts): boolean {
  const others = household.persons.filter(({ id }) => id !== person.id);
  const livingCouple = household.withRole(...COUPLE).filter((one) => !isDead(household, one));
  if (livingCouple.length > 1 && livingCouple.includes(person)) return false;
  const isKnown = (other: PersonFacts) => {
    const relation = relationToDeceased(household, other);
    return !isDead(household, other) && relation.known && relation.value === 'spouse';
  };
  const ofCouple = others.some((other) => isDead(household, other) && COUPLE.includes(other.role));
  return !others.some(isKnown) && !(ofCouple && !MAY_HAVE_BEEN_SPOUSE.includes(person.role));
}

/** Shared the livelihood of the deceased (生計同一). */
export function sharedLivelihood(household: Household, person: PersonFacts): Tri {
  return map(factOf(household, person, 'livingTogether'), (found) => found === true);
}

/** Who may claim what was not paid: all of the first rank that has somebody who shared the livelihood (国年法19条). */
export function unpaidPensionClaimants(household: Household): Membership[] {
  return firstOfRanks(household, RANKS_TO_THIRD_DEGREE);
}

/** Who may claim the lump sum: the same without the relatives of the third degree (国年法52条の3). */
export function lumpSumClaimants(household: Household): Membership[] {
  return firstOfRanks(household, RANKS);
}

function firstOfRanks(household: Household, ranks: readonly string[]): Membership[] {
  const candidates = household.persons
    .filter((person) => !isDead(household, person))
    .map((person) => ({ person, ofRank: ofRanks(household, person, ranks) }));
  const taken = ranks.map((_rank, at) =>
    or(...candidates.map(({ ofRank }) => ofRank[at] ?? FALSE)),
  );
  return candidates.map(({ person, ofRank }) => ({
    person,
    member: or(
      ...ofRank.map((own, at) => and(own, ...taken.slice(0, at).map((higher) => not(higher)))),
    ),
  }));
}

/** For each rank whether the person has it and shared the livelihood. */
function ofRanks(household: Household, person: PersonFacts, ranks: readonly string[]): Tri[] {
  const shared = sharedLivelihood(household, person);
  return ranks.map((rank) => and(shared, isRelated(household, person, rank)));
}
