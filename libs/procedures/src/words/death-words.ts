import type { FactValue, PersonFacts } from '../determination.js';
import { factOf, type FeelValue } from '../engine/absent-facts.js';
import { hasReached, notPastSchoolYear } from '../engine/ages.js';
import {
  deceasedOf,
  isDead,
  isRelated,
  lumpSumClaimants,
  sharedLivelihood,
  unpaidPensionClaimants,
} from '../engine/deceased.js';
import { children } from '../engine/families.js';
import type { Household } from '../engine/household.js';
import {
  and,
  FALSE,
  isFalse,
  known,
  not,
  or,
  TRUE,
  unknown,
  type Maybe,
  type Tri,
} from '../engine/maybe.js';
import type { Membership } from '../engine/scope.js';

type HouseholdWord = (household: Household) => Maybe<FeelValue>;
type PersonWord = (household: Household, person: PersonFacts) => Tri;

const EMPLOYEES_PENSIONS = ['old-age-employees', 'survivor-employees'];
// 国年法52条の2, 49条: never an old-age or disability basic pension.
const EXCLUDING_PENSIONS = ['old-age-basic', 'disability-basic'];
const WITHOUT_PENSION = ['category1', 'category2', 'category3', 'none-yet'];

/** Words about a household in which somebody died. */
export const DEATH_WORDS: Readonly<Record<string, HouseholdWord>> = {
  parentDied: (household) => parentDied(household),
  survivorsOfBasicPension: (household) => survivorsOfBasicPension(household),
};

/** Words about the deceased or one of the survivors. */
export const DEATH_PERSON_WORDS: Readonly<Record<string, PersonWord>> = {
  isDeceased: (household, person) => known(isDead(household, person)),
  isSpouseOfDeceased: (household, person) => isRelated(household, person, 'spouse'),
  isWife: (household, person) => isWife(household, person),
  under65AtDeath: (household, person) =>
    not(hasReached(household, person, 65, household.eventDate)),
  receivesPension: (household, person) => receives(household, person, (list) => list.length > 0),
  receivesEmployeesPension: (household, person) =>
    receives(household, person, (list) => containsAny(list, EMPLOYEES_PENSIONS)),
  receivesOldAgeBasic: (household, person) =>
    receives(household, person, (list) => list.includes('old-age-basic')),
  receivesOldAgeOrDisabilityBasic: (household, person) =>
    receives(household, person, (list) => containsAny(list, EXCLUDING_PENSIONS)),
};

/** Groups of a household in which somebody died. */
export const DEATH_GROUPS: Readonly<Record<string, (household: Household) => Membership[]>> = {
  deceased: deceasedOf,
  survivors: (household) => survivors(household).map((person) => ({ person, member: TRUE })),
  funeralPayer: (household) => funeralPayer(household),
  widow: (household) =>
    survivors(household).map((person) => ({ person, member: isWife(household, person) })),
  unpaidPensionClaimants,
  lumpSumClaimants,
  survivorsOfBasicPension: (household) => basicPensionClaimants(household),
};

function survivors(household: Household): PersonFacts[] {
  return household.persons.filter(
    (person) => person.role !== 'former-spouse' && !isDead(household, person),
  );
}

/** `null`: nobody held a funeral, so nobody is named and nobody is asked for. */
function funeralPayer(household: Household): Membership[] {
  const payer = household.shared('funeralPayer');
  if (payer === null) return [];
  const persons = household.persons.filter((person) => !isDead(household, person));
  if (typeof payer === 'string')
    return persons.filter(({ id }) => id === payer).map((person) => ({ person, member: TRUE }));
  return persons.map((person) => ({ person, member: unknown({ fact: 'funeralPayer' }) }));
}

/** The pensions received; where no list is given, none beside a category (facts.md, "Absent facts"). */
function receives(
  household: Household,
  person: PersonFacts,
  test: (list: readonly string[]) => boolean,
): Tri {
  const list: FactValue | undefined = household.own(person, 'pensionsReceived');
  if (Array.isArray(list)) return known(test(list as readonly string[]));
  const isInCategory = WITHOUT_PENSION.some((one) => one === household.own(person, 'pension'));
  if (list === null || isInCategory) return known(test([]));
  return unknown({ fact: 'pensionsReceived', person: person.id });
}

function containsAny(list: readonly string[], codes: readonly string[]): boolean {
  return codes.some((code) => list.includes(code));
}

/** `sex` is asked of the survivor only, and not where that of the deceased says it. */
function isWife(household: Household, person: PersonFacts): Tri {
  const isSpouse = isRelated(household, person, 'spouse');
  const dead = household.persons.filter((other) => isDead(household, other));
  const own = household.own(person, 'sex');
  if (own !== undefined) return and(isSpouse, known(own === 'female'));
  const ofDeceased = dead.map((other) => household.own(other, 'sex'));
  if (ofDeceased.includes('female')) return FALSE;
  if (ofDeceased.includes('male')) return isSpouse;
  return and(isSpouse, unknown({ fact: 'sex', person: person.id }));
}

/** A parent of a listed child died: by what is said, else the deceased head or spouse. */
function parentDied(household: Household): Tri {
  const dead = household.persons.filter((person) => isDead(household, person));
  const mayBeParent = dead.some(({ role }) => role === 'head' || role === 'spouse');
  return or(
    ...children(household).map((child) =>
      and(
        notPastSchoolYear(household, child, 18, household.eventDate),
        household.own(child, 'relationToDeceased') === undefined
          ? known(mayBeParent)
          : isRelated(household, child, 'child'),
      ),
    ),
  );
}

/**
 * A child of the deceased that a survivors' basic pension is for (国年法37条の2): to the school year of 18, or under 20
 * with a disability of grade 1 or 2, which no fact says.
 */
function isChildConcerned(household: Household, person: PersonFacts): Tri {
  if (household.own(person, 'relationToDeceased') === undefined && !mayBeChild(household, person))
    return FALSE;
  const day = household.eventDate;
  const handbook = factOf(household, person, 'disabilityHandbook');
  // A handbook alone does not say the grade: it stays open, and there is no question to ask.
  const gradeIsOpen = handbook.known ? (handbook.value === true ? unknown() : FALSE) : handbook;
  const young = or(
    notPastSchoolYear(household, person, 18, day),
    and(not(hasReached(household, person, 20, day)), gradeIsOpen),
  );
  if (isFalse(young)) return FALSE;
  return and(young, isRelated(household, person, 'child'));
}

/** A child of the head is no child of another child, nor of a parent of the head. */
function mayBeChild(household: Household, person: PersonFacts): boolean {
  const dead = household.persons.filter((other) => isDead(household, other));
  const elders = dead.filter(({ role }) => role !== 'child' && role !== 'parent');
  return person.role === 'child' && (dead.length === 0 || elders.length > 0);
}

/** Spouse or child shared the livelihood, and there is a child that the pension is for. */
function survivorsOfBasicPension(household: Household): Tri {
  return or(...basicPensionClaimants(household).map(({ member }) => member));
}

function basicPensionClaimants(household: Household): Membership[] {
  const persons = survivors(household);
  const concerned = persons.map((person) => isChildConcerned(household, person));
  const someChild = or(...concerned);
  const spouses = persons.map((person) =>
    and(isRelated(household, person, 'spouse'), sharedLivelihood(household, person)),
  );
  const shared = or(
    ...spouses,
    ...persons.map((person, at) =>
      and(concerned[at] ?? FALSE, sharedLivelihood(household, person)),
    ),
  );
  return persons.map((person, at) => ({
    person,
    member: or(and(spouses[at] ?? FALSE, someChild), and(concerned[at] ?? FALSE, shared)),
  }));
}
