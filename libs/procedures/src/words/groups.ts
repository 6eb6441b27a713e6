import type { PersonFacts } from '../determination.js';
import { factOf, onPublicAssistance } from '../engine/absent-facts.js';
import { hasReached, notPastSchoolYear } from '../engine/ages.js';
import {
  children,
  claimant,
  isMother,
  isParentOfNewborn,
  parentAlone,
  receivingPersons,
  recipient,
} from '../engine/families.js';
import { isDead } from '../engine/deceased.js';
import type { Household } from '../engine/household.js';
import { and, known, map, not, or, TRUE, unknown, type Tri } from '../engine/maybe.js';
import type { Membership } from '../engine/scope.js';
import { livesWithMember } from '../engine/spouses.js';
import { membershipOf } from './candidates.js';
import { COUPLE_GROUPS } from './couple-words.js';
import { DEATH_GROUPS } from './death-words.js';
import { isClaimedFor } from './household-words.js';
import { isMover } from './person-words.js';
import { isRemaining } from './remaining.js';
import { isOlderSibling } from './siblings.js';

type Group = (household: Household) => Membership[];

/** Whom a row looks at one by one, and whom a procedure names (facts.md, "Which persons"). */
export const GROUPS: Readonly<Record<string, Group>> = {
  ...COUPLE_GROUPS,
  ...DEATH_GROUPS,
  nobody: () => [],
  members: (household) =>
    household.persons
      .filter((person) => isMember(household, person))
      .map((person) => ({ person, member: TRUE })),
  allChildren: (household) =>
    household.withRole('child').map((person) => ({ person, member: TRUE })),
  movers: (household) =>
    household.persons.map((person) => ({ person, member: isMover(household, person) })),
  remaining: (household) =>
    household.persons.map((person) => ({ person, member: isRemaining(household, person) })),
  recipient: (household) => recipientOf(household),
  everybody: (household) => household.persons.map((person) => ({ person, member: TRUE })),
  newborns: (household) => newborns(household),
  mother: (household) =>
    household.persons.map((person) => ({ person, member: isMother(household, person) })),
  parentsOfNewborn: (household) =>
    household.persons.map((person) => ({ person, member: isParentOfNewborn(household, person) })),
  claimantAndChildren: (household) => [
    ...membershipOf(claimant(household)),
    ...children(household).map((person) => ({ person, member: isClaimedFor(household, person) })),
  ],
  recipientAndNewborns: (household) => [...recipientOf(household), ...newborns(household)],
  claimantAndOlderSiblings: (household) => [
    ...membershipOf(claimant(household)),
    ...children(household).map((person) => ({ person, member: isOlderSibling(household, person) })),
  ],
  claimantAndDisabledChildren: (household) => [
    ...membershipOf(claimant(household)).map(({ person, member }) => ({
      person,
      member: and(member, isMover(household, person)),
    })),
    ...children(household).map((person) => ({
      person,
      member: isDisabledMover(household, person),
    })),
  ],
  claimantAndChildrenWithNewHandbook: (household) => [
    ...membershipOf(claimant(household)),
    ...children(household).map((person) => ({
      person,
      member: and(
        not(hasReached(household, person, 20, household.eventDate)),
        map(factOf(household, person, 'disabilityHandbookIssued'), (issued) => issued === true),
      ),
    })),
  ],
  loneParentAndChildren: (household) => [
    ...membershipOf(parentAlone(household)),
    ...dependentChildren(household),
  ],
  loneParentAndChildrenWithoutMedical: (household) => withoutSubsidy(household),
};

/** Where no newborn can be told, the children whose birth date is open may be meant. */
function newborns(household: Household): Membership[] {
  if (household.newborns.length > 0)
    return household.newborns.map((person) => ({ person, member: TRUE }));
  return children(household)
    .filter(
      (child) =>
        household.own(child, 'birthDate') === undefined &&
        household.own(child, 'age') === undefined,
    )
    .map((person) => ({ person, member: unknown({ fact: 'birthDate', person: person.id }) }));
}

/** The child of a 特別児童扶養手当: under 20, with a handbook or the subsidy for severe disability (特児法2条). */
function isDisabledMover(household: Household, child: PersonFacts): Tri {
  const holds = (fact: string) => map(factOf(household, child, fact), (value) => value === true);
  return and(
    isMover(household, child),
    not(hasReached(household, child, 20, household.eventDate)),
    or(holds('disabilityHandbook'), holds('severeDisabilityMedical')),
  );
}

/** A person of the household after the event. */
function isMember(household: Household, person: PersonFacts): boolean {
  return person.role !== 'former-spouse' && !isDead(household, person);
}

/** A move brings its own children, a divorce those who live with the member; otherwise all of the household are meant. */
function isDependent(household: Household, child: PersonFacts): Tri {
  if (household.eventCode === 'DV') return livesWithMember(household, child);
  const byMove = household.eventCode === 'MI' || household.eventCode === 'MF';
  return byMove ? isMover(household, child) : TRUE;
}

function dependentChildren(household: Household): Membership[] {
  return children(household).map((person) => ({
    person,
    member: and(
      notPastSchoolYear(household, person, 18, household.eventDate),
      isDependent(household, person),
    ),
  }));
}

/** One medical subsidy per child and none on public assistance (4.1, Exclusions); a certificate of the origin does not count on a move into the city. */
function withoutSubsidy(household: Household): Membership[] {
  const holds = (person: PersonFacts, fact: string): Tri =>
    map(factOf(household, person, fact), (value) => value === true);
  const intoTheCity = household.has('MI', 'MF');
  const parents = membershipOf(parentAlone(household));
  const young = dependentChildren(household).map(({ person, member }) => ({
    person,
    member: and(
      member,
      not(holds(person, 'severeDisabilityMedical')),
      not(onPublicAssistance(household, person)),
    ),
  }));
  return [...parents, ...young].map(({ person, member }) => ({
    person,
    member: intoTheCity ? member : and(member, not(holds(person, 'singleParentMedical'))),
  }));
}

function recipientOf(household: Household): Membership[] {
  const found = recipient(household);
  if (found.known)
    return found.value === null ? [] : [{ person: found.value, member: known(true) }];
  const receiving = receivingPersons(household);
  const parents = household
    .withRole('head', 'head-after', 'spouse')
    .filter((person) => household.own(person, 'childAllowanceRecipient') !== false);
  const possible = receiving.length > 0 ? receiving : parents;
  return possible.map((person) => ({ person, member: unknown(...found.asks) }));
}
