import type { PersonFacts } from '../determination.js';
import { notPastSchoolYear } from './ages.js';
import { askEach, oneOf, type Candidates } from './candidates.js';
import { deceasedParent, survivingParents } from './deceased-parents.js';
import type { Household } from './household.js';
import { asksOf, FALSE, isFalse, known, or, TRUE, unknown, type Maybe, type Tri } from './maybe.js';
import { claimantAtDivorce } from './spouses.js';

const PARENT_ROLES = ['head', 'head-after', 'spouse'];
const RECIPIENT_FLAGS = [
  'childAllowanceRecipient',
  'childAllowanceRecipientAtOrigin',
  'childAllowanceRecipientAtEmployer',
];

export function children(household: Household): PersonFacts[] {
  return household.withRole('child').filter((person) => household.own(person, 'deceased') !== true);
}

/** The claimant of child allowance and child medical certificate after the event (facts.md, words of the rules). */
export function claimant(household: Household): Candidates {
  if (household.has('DV')) return claimantAtDivorce(household, youngChildren(household));
  if (!household.has('DE') || deceasedParent(household) === undefined)
    return claimantBefore(household);
  const surviving = survivingParents(household);
  if (surviving.length > 0) return oneOf(surviving);
  const young = youngChildren(household);
  const others = living(household, household.persons).filter((one) => !young.includes(one));
  const earners = having(household, others, 'higherEarner', true);
  return earners.length > 0
    ? oneOf(earners)
    : { persons: [], asks: askEach(others, 'higherEarner') };
}

/** Children who may be not past the school year of 18. */
function youngChildren(household: Household): PersonFacts[] {
  return children(household).filter(
    (child) => !isFalse(notPastSchoolYear(household, child, 18, household.eventDate)),
  );
}

/** The claimant by what held before the event: who says to earn more, else the recipient, else the only parent. */
export function claimantBefore(household: Household): Candidates {
  const earners = having(household, household.persons, 'higherEarner', true);
  if (earners.length > 0) return oneOf(earners);
  const recipients = recipientsForClaim(household);
  if (recipients.length > 0) return oneOf(recipients);
  const before = household.has('DV') ? [...PARENT_ROLES, 'former-spouse'] : PARENT_ROLES;
  const parents = household.withRole(...before);
  const possible = parents.filter((person) => household.own(person, 'higherEarner') !== false);
  if (possible.length > 0) return oneOf(possible);
  if (parents.length > 0) return oneOf(parents);
  const others = household.persons.filter((person) => person.role !== 'child');
  return {
    persons: [],
    asks: askEach(others.length > 0 ? others : household.persons, 'higherEarner'),
  };
}

/** The recipient of the child allowance from the ward, or null when there is none. */
export function recipient(household: Household): Maybe<PersonFacts | null> {
  const existing = household.shared('existingChildAllowanceRecipient');
  if (existing === null) return known(null);
  if (typeof existing === 'string') return known(household.person(existing) ?? null);
  const [receiving, ...more] = receivingPersons(household);
  if (receiving !== undefined && more.length === 0) return known(receiving);
  const someone = receiving === undefined ? someoneMayReceive(household) : TRUE;
  if (isFalse(someone)) return known(null);
  return unknown(...asksOf(someone), { fact: 'existingChildAllowanceRecipient' });
}

/** False: every adult says not to receive it, an employer pays it, or there is no other child of an age for which it could be received. */
function someoneMayReceive(household: Household): Tri {
  const adults = household.persons.filter((person) => person.role !== 'child');
  const denied = having(household, adults, 'childAllowanceRecipient', false);
  if (adults.length > 0 && denied.length === adults.length) return FALSE;
  // The ward or the employer pays, never both (児童手当法17条).
  if (having(household, adults, 'childAllowanceRecipientAtEmployer', true).length > 0) return FALSE;
  const others = otherChildren(household);
  if (!others.known || others.value > 0) return TRUE;
  // Also for a child who died it was received.
  const listed = household.withRole('child').filter((child) => !household.isNewborn(child));
  return or(...listed.map((child) => notPastSchoolYear(household, child, 18, household.eventDate)));
}

/** Whether somebody receives the child allowance from the ward, also where it is open who. */
export function recipientExists(household: Household): Tri {
  const found = recipient(household);
  if (found.known) return known(found.value !== null);
  return receivingPersons(household).length > 0 ? TRUE : found;
}

export function receivingPersons(household: Household): PersonFacts[] {
  return having(household, household.persons, 'childAllowanceRecipient', true);
}

/** How many children the claimant maintains who are not listed; their ages are unknown. */
export function otherChildren(household: Household): Maybe<number> {
  const stated = household.shared('otherChildren');
  if (typeof stated === 'number') return known(stated);
  const someoneReceives =
    typeof household.shared('existingChildAllowanceRecipient') === 'string' ||
    RECIPIENT_FLAGS.some((flag) => having(household, household.persons, flag, true).length > 0);
  if (household.withRole('child').length === 0 && !someoneReceives) return known(0);
  return unknown({ fact: 'otherChildren' });
}

/** After the event one parent raises the children without a partner. */
export function singleParent(household: Household): Tri {
  const stated = household.shared('singleParent');
  if (typeof stated === 'boolean') return known(stated);
  const couple = living(household, household.withRole('head', 'spouse')).map(({ role }) => role);
  if (couple.includes('head') && couple.includes('spouse')) return FALSE;
  if (household.has('DV') || leavesOneParent(household)) return TRUE;
  const anyChild = or(
    ...children(household).map((child) =>
      notPastSchoolYear(household, child, 18, household.eventDate),
    ),
  );
  return isFalse(anyChild) ? FALSE : unknown(...asksOf(anyChild), { fact: 'singleParent' });
}

function leavesOneParent(household: Household): boolean {
  return deceasedParent(household) !== undefined && survivingParents(household).length === 1;
}

/** Whether a person gave birth to the child of a birth; two who say so are asked again. */
export function isMother(household: Household, person: PersonFacts): Tri {
  const stated = household.own(person, 'isMother');
  const mothers = having(household, household.persons, 'isMother', true);
  if (stated === true && mothers.length > 1)
    return unknown({ fact: 'isMother', person: person.id });
  if (typeof stated === 'boolean') return known(stated);
  const possible = mothers.length === 0 && ['head', 'spouse'].includes(person.role);
  if (!possible || household.own(person, 'sex') === 'male') return FALSE;
  return unknown({ fact: 'isMother', person: person.id });
}

/** Whether a person is mother or father of the newborn: the father is the other one of head and spouse. */
export function isParentOfNewborn(household: Household, person: PersonFacts): Tri {
  const mother = isMother(household, person);
  if (!['head', 'spouse'].includes(person.role)) return mother;
  const mothers = having(household, household.persons, 'isMother', true);
  const motherElsewhere = mothers.some(({ role }) => !['head', 'spouse'].includes(role));
  return motherElsewhere ? mother : known(true);
}

/** The parent who raises the children alone: at a birth the mother, otherwise the claimant. */
export function parentAlone(household: Household): Candidates {
  const mothers = having(household, household.persons, 'isMother', true);
  return household.has('BI') && mothers.length > 0 ? oneOf(mothers) : claimant(household);
}

function having(
  household: Household,
  persons: readonly PersonFacts[],
  fact: string,
  value: boolean,
): PersonFacts[] {
  return persons.filter((person) => household.own(person, fact) === value);
}

function recipientsForClaim(household: Household): PersonFacts[] {
  const intoTheCity = household.has('MI', 'MF');
  if (intoTheCity)
    return having(household, household.persons, 'childAllowanceRecipientAtOrigin', true);
  const found = recipient(household);
  if (!found.known) return receivingPersons(household);
  return found.value === null ? [] : [found.value];
}

function living(household: Household, persons: readonly PersonFacts[]): PersonFacts[] {
  return persons.filter((person) => household.own(person, 'deceased') !== true);
}
