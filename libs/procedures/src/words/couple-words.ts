import type { PersonFacts } from '../determination.js';
import { factOf, type FeelValue } from '../engine/absent-facts.js';
import { notPastSchoolYear } from '../engine/ages.js';
import { children, claimantBefore, otherChildren, recipient } from '../engine/families.js';
import type { Household } from '../engine/household.js';
import {
  and,
  FALSE,
  isTrue,
  known,
  map,
  not,
  or,
  TRUE,
  unknown,
  type Maybe,
  type Tri,
} from '../engine/maybe.js';
import type { Membership } from '../engine/scope.js';
import { leftSpouse, livesWithMember, marryingSpouses, memberSpouse } from '../engine/spouses.js';
import { receivedAllowance } from './allowance-words.js';
import { agreed, membershipOf } from './candidates.js';

type HouseholdWord = (household: Household) => Maybe<FeelValue>;
type PersonWord = (household: Household, person: PersonFacts) => Tri;

/** Words about a household in which a couple marries or divorces, or in which names change. */
export const COUPLE_WORDS: Readonly<Record<string, HouseholdWord>> = {
  withMove: ({ eventCodes }) => known(eventCodes.length > 1),
  coupleTogether: (household) => coupleTogether(household),
  headChanges: (household) => known(household.withRole('head-after').length > 0),
  allowanceNameChanges: (household) => allowanceNameChanges(household),
  recipientStays: (household) => recipientStays(household),
  recipientHasLeft: (household) => recipientHasLeft(household),
  leftSpouseReceived: (household) => ofLeftSpouse(household, receivedAllowance),
  leftSpouseIsForeign: (household) => ofLeftSpouse(household, isForeign),
  childLivesWithMember: (household) => childLivesWithMember(household),
};

/** Words about one person of such a household. */
export const COUPLE_PERSON_WORDS: Readonly<Record<string, PersonWord>> = {
  nameChanges: (household, person) => nameChanges(household, person),
  isMarrying: (household, person) => known(marryingSpouses(household).includes(person)),
  livesWithMember,
  claimantChanges: (household, person) => claimantChanges(household, person),
};

/** Groups of such a household. */
export const COUPLE_GROUPS: Readonly<Record<string, (household: Household) => Membership[]>> = {
  marrying: (household) => marryingSpouses(household).map((person) => ({ person, member: TRUE })),
  divorcing: (household) => [
    ...membershipOf(memberSpouse(household)),
    ...membershipOf(leftSpouse(household)),
  ],
  memberSpouse: (household) => membershipOf(memberSpouse(household)),
  holdersWhoMarry: (household) => holdersWhoMarry(household),
};

function holds(household: Household, person: PersonFacts, fact: string): Tri {
  return map(factOf(household, person, fact), (value) => value === true);
}

function nameChanges(household: Household, person: PersonFacts): Tri {
  return or(
    holds(household, person, 'surnameChanges'),
    holds(household, person, 'givenNameChanges'),
  );
}

function isForeign(household: Household, person: PersonFacts): Tri {
  return map(factOf(household, person, 'nationality'), (value) => value === 'foreign');
}

/** Both at one address afterwards: the household's `livingTogether`, else that of one of them, else to be asked. */
function coupleTogether(household: Household): Tri {
  const stated = household.shared('livingTogether');
  if (typeof stated === 'boolean') return known(stated);
  const couple = [...marryingSpouses(household), ...household.withRole('former-spouse')];
  const own = couple
    .map((person) => household.own(person, 'livingTogether'))
    .find((value) => typeof value === 'boolean');
  return typeof own === 'boolean' ? known(own) : unknown({ fact: 'livingTogether' });
}

/** The name of the recipient of the child allowance or of a child for whom it is paid. */
function allowanceNameChanges(household: Household): Tri {
  const found = recipient(household);
  if (!found.known) return and(unknown(...found.asks), or(...paidNames(household)));
  return found.value === null
    ? FALSE
    : or(nameChanges(household, found.value), ...paidNames(household));
}

function paidNames(household: Household): Tri[] {
  return children(household).map((child) =>
    and(
      notPastSchoolYear(household, child, 18, household.eventDate),
      nameChanges(household, child),
    ),
  );
}

function recipientHasLeft(household: Household): Tri {
  if (household.withRole('former-spouse').length === 0) return FALSE;
  return map(recipient(household), (person) => person?.role === 'former-spouse');
}

/** At a divorce the member goes on receiving it unless every child listed lives with the other one (reference 4.6). */
function recipientStays(household: Household): Tri {
  if (!household.has('DV')) return TRUE;
  const young = (child: PersonFacts) =>
    notPastSchoolYear(household, child, 18, household.eventDate);
  const others = otherChildren(household);
  const notListed = others.known && others.value === 0 ? FALSE : unknown({ fact: 'otherChildren' });
  const nobodyListed = not(or(...children(household).map(young)));
  return or(nobodyListed, childLivesWithMember(household), notListed);
}

/** Nobody is asked about a former spouse who is not listed. */
function ofLeftSpouse(household: Household, ask: PersonWord): Tri {
  const left = leftSpouse(household);
  return left.persons.length === 0 ? FALSE : agreed(left, (person) => ask(household, person));
}

function childLivesWithMember(household: Household): Tri {
  return or(
    ...children(household).map((child) =>
      and(
        notPastSchoolYear(household, child, 18, household.eventDate),
        livesWithMember(household, child),
      ),
    ),
  );
}

/** At a divorce by whom the child lives with; at a marriage where another one than the recipient earns more. */
function claimantChanges(household: Household, child: PersonFacts): Tri {
  if (household.has('DV')) {
    const members = memberSpouse(household).persons;
    return agreed(claimantBefore(household), (before) =>
      map(livesWithMember(household, child), (lives) => lives !== members.includes(before)),
    );
  }
  const found = recipient(household);
  const earners = household.persons.filter((one) => household.own(one, 'higherEarner') === true);
  const [earner] = earners;
  if (!found.known || found.value === null || earners.length !== 1) return FALSE;
  return known(earner?.id !== found.value.id);
}

/**
 * Whose single-parent certificates end by the marriage: the spouses' and those of the children with them; where only
 * another adult of the household holds one, the children's go with that one (reference 4.5).
 */
function holdersWhoMarry(household: Household): Membership[] {
  const spouses = marryingSpouses(household);
  const isHolder = (person: PersonFacts) => holds(household, person, 'singleParentMedical');
  const young = (person: PersonFacts) =>
    notPastSchoolYear(household, person, 18, household.eventDate);
  const spouseHolds = or(...spouses.map(isHolder));
  const others = household.persons.filter(
    (person) => !spouses.includes(person) && !isTrue(young(person)),
  );
  const childrenGo = or(spouseHolds, not(or(...others.map(isHolder))));
  return [
    ...spouses.map((person) => ({ person, member: isHolder(person) })),
    ...children(household).map((person) => ({
      person,
      member: and(young(person), isHolder(person), childrenGo),
    })),
  ];
}
