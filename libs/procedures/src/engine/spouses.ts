import type { PersonFacts } from '../determination.js';
import { oneOf, type Candidates } from './candidates.js';
import type { Household } from './household.js';
import { FALSE, isFalse, known, or, unknown, type Tri } from './maybe.js';

/** Who marry: the head (else the one who becomes it) and the spouse. */
export function marryingSpouses(household: Household): readonly PersonFacts[] {
  const heads = household.withRole('head');
  const firsts = heads.length > 0 ? heads : household.withRole('head-after');
  return [...firsts, ...household.withRole('spouse')];
}

/** The former spouse who has left the household. */
export function leftSpouse(household: Household): Candidates {
  return oneOf(household.withRole('former-spouse'), 'role');
}

/**
 * The former spouse who is a member of the household of the case (reference 4.6, p): whom custody or `livesWith` names,
 * else the only one listed of head, new head and spouse.
 */
export function memberSpouse(household: Household): Candidates {
  const named = parentsNamed(household).filter(({ role }) => role !== 'former-spouse');
  if (named.length === 1) return oneOf(named);
  return oneOf(household.withRole('head', 'head-after', 'spouse'), 'role');
}

function parentsNamed(household: Household): PersonFacts[] {
  const ids = [
    household.shared('custody'),
    ...household.withRole('child').map((child) => household.own(child, 'livesWith')),
  ];
  return household.persons.filter(({ id }) => ids.includes(id));
}

/** Whether a child lives with the member after the divorce: `livesWith`, else `custody`; joint custody: to be asked. */
export function livesWithMember(household: Household, child: PersonFacts): Tri {
  const livesWith = household.own(child, 'livesWith');
  const parent = livesWith === undefined ? household.shared('custody') : livesWith;
  if (typeof parent !== 'string' || parent === 'joint')
    return livesWith === null ? FALSE : unknown({ fact: 'livesWith', person: child.id });
  return known(memberSpouse(household).persons.some(({ id }) => id === parent));
}

/** The parent with whom the children live; without children the member. */
export function claimantAtDivorce(
  household: Household,
  children: readonly PersonFacts[],
): Candidates {
  const member = memberSpouse(household);
  if (children.length === 0) return member;
  const lives = or(...children.map((child) => livesWithMember(household, child)));
  if (lives.known) return isFalse(lives) ? leftSpouse(household) : member;
  const both = [...member.persons, ...leftSpouse(household).persons];
  return { persons: both, asks: [...member.asks, ...lives.asks] };
}
