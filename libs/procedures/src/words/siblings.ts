import type { PersonFacts } from '../determination.js';
import { notPastSchoolYear } from '../engine/ages.js';
import { children, otherChildren } from '../engine/families.js';
import { livesWithMember } from '../engine/spouses.js';
import type { Household } from '../engine/household.js';
import {
  and,
  asksOf,
  isFalse,
  known,
  not,
  unknown,
  type FactRef,
  type Tri,
} from '../engine/maybe.js';

const ENOUGH = 3;

/** Children counted so far: not past the school year of 18, and past it but not past that of 22; capped at three. */
interface Count {
  readonly young: number;
  readonly older: number;
}
type Kind = 'young' | 'older' | 'past';

/** A child past the school year of age 18 and not past that of 22. */
export function isOlderSibling(household: Household, child: PersonFacts): Tri {
  const day = household.eventDate;
  return and(
    not(notPastSchoolYear(household, child, 18, day)),
    notPastSchoolYear(household, child, 22, day),
  );
}

/**
 * The claimant maintains three or more children not past `fyEnd(22)`, at least one of them past `fyEnd(18)` and at
 * least one not (児童手当法, 2024-10). Children who are not listed may be of any age.
 */
export function maintainsThreeWithOlder(household: Household): Tri {
  // At a divorce those who stay with the member are counted.
  const listed = children(household).filter(
    (child) => !household.has('DV') || !isFalse(livesWithMember(household, child)),
  );
  let counts = new Map<string, Count>([['0,0', { young: 0, older: 0 }]]);
  for (const child of listed) counts = extend(counts, kindsOf(household, child));
  const others = otherChildren(household);
  const notListed = others.known ? Math.min(others.value, ENOUGH) : ENOUGH;
  for (let more = 0; more < notListed; more += 1)
    counts = extend(counts, ['young', 'older', 'past']);
  const answers = new Set([...counts.values()].map(isEnough));
  if (answers.size === 1) return known(answers.has(true));
  return unknown(...openFacts(household, listed, notListed));
}

function isEnough({ young, older }: Count): boolean {
  return young >= 1 && older >= 1 && young + older >= ENOUGH;
}

function extend(counts: ReadonlyMap<string, Count>, kinds: readonly Kind[]): Map<string, Count> {
  const next = new Map<string, Count>();
  for (const count of counts.values()) {
    for (const kind of kinds) {
      const young = Math.min(ENOUGH, count.young + Number(kind === 'young'));
      const older = Math.min(ENOUGH, count.older + Number(kind === 'older'));
      next.set(`${young},${older}`, { young, older });
    }
  }
  return next;
}

function kindsOf(household: Household, child: PersonFacts): Kind[] {
  const to18 = notPastSchoolYear(household, child, 18, household.eventDate);
  const to22 = notPastSchoolYear(household, child, 22, household.eventDate);
  const kinds: Kind[] = [];
  if (!to18.known || to18.value) kinds.push('young');
  if ((!to18.known || !to18.value) && (!to22.known || to22.value)) kinds.push('older');
  if (!to22.known || !to22.value) kinds.push('past');
  return kinds;
}

function openFacts(
  household: Household,
  listed: readonly PersonFacts[],
  notListed: number,
): FactRef[] {
  const day = household.eventDate;
  const ages = listed.flatMap((child) =>
    asksOf(
      notPastSchoolYear(household, child, 18, day),
      notPastSchoolYear(household, child, 22, day),
    ),
  );
  return notListed > 0 ? [...ages, { fact: 'otherChildren' }] : ages;
}
