import type { PersonFacts } from '../determination.js';
import { hasBirthday, hasReached, isOfSchoolAge, notPastSchoolYear } from '../engine/ages.js';
import { factOf, householdFact, onPublicAssistance } from '../engine/absent-facts.js';
import { acquisitionDay } from '../engine/days.js';
import { claimant, children } from '../engine/families.js';
import type { Household } from '../engine/household.js';
import { and, FALSE, known, map, not, or, type Tri } from '../engine/maybe.js';
import type { Results } from '../engine/scope.js';
import { BIRTHDAY_WORDS } from './birthday-words.js';
import { agreed } from './candidates.js';
import { CARE_WORDS } from './care-words.js';
import { EMPLOYMENT_WORDS } from './employment-words.js';
import { receivedAllowance } from './allowance-words.js';
import { coverChanges, coverEnds } from './cover-words.js';
import { COUPLE_PERSON_WORDS } from './couple-words.js';
import { DEATH_PERSON_WORDS } from './death-words.js';

type PersonWord = (household: Household, person: PersonFacts, results: Results) => Tri;

const COVER_OF_ONES_OWN = [
  'employee',
  'employee-dependent',
  'mutual-aid',
  'mutual-aid-dependent',
  'nhi-union',
  'lsm',
];
const NO_COVER = ['none', 'welfare'];

/** Words about one person that cells may use beside the names of facts (facts.md, "Words of the rules"). */
export const PERSON_WORDS: Readonly<Record<string, PersonWord>> = {
  ...BIRTHDAY_WORDS,
  ...CARE_WORDS,
  ...EMPLOYMENT_WORDS,
  ...COUPLE_PERSON_WORDS,
  ...DEATH_PERSON_WORDS,
  movesIntoTheCity: (household, person) => movesIntoTheCity(household, person),
  isMover: (household, person) => isMover(household, person),
  isChild: (household, person) => known(children(household).some(({ id }) => id === person.id)),
  under75: (household, person) =>
    not(hasBirthday(household, person, 75, acquisitionDay(household, person))),
  is65: (household, person) => hasReached(household, person, 65, acquisitionDay(household, person)),
  is20: (household, person) => hasReached(household, person, 20, acquisitionDay(household, person)),
  isNhiMember: (household, person) => isNhiMember(household, person),
  coverEnds,
  receivedAllowance,
  coverChanges,
  is15: (household, person) => hasReached(household, person, 15, household.eventDate),
  under20: (household, person) => not(hasReached(household, person, 20, household.eventDate)),
  ofPensionAge: (household, person) => ofPensionAge(household, person),
  toEndOfAge18: (household, person) =>
    notPastSchoolYear(household, person, 18, household.eventDate),
  toEndOfAge15: (household, person) =>
    notPastSchoolYear(household, person, 15, household.eventDate),
  underSchoolAge: (household, person) =>
    notPastSchoolYear(household, person, 6, household.eventDate),
  schoolAge: (household, person) => isOfSchoolAge(household, person, household.eventDate),
  onPublicAssistance: (household, person) => onPublicAssistance(household, person),
  otherCover: (household, person) => otherCover(household, person),
  maruGaku: (household, person) => maruGaku(household, person),
  lateStageMember: (household, person) => lateStageMember(household, person),
  prematureCare: (household, person) => prematureCare(household, person),
  staysInNhi: (household, person, results) => staysInNhi(household, person, results),
  childMedicalHolderTo15: (household, person) => childMedicalHolder(household, person, 15),
  childMedicalHolderTo18: (household, person) => childMedicalHolder(household, person, 18),
  insuredAfter: (household, person, results) => insuredAfter(household, person, results),
};

/** Moves by the event: who says `moves: true`; where nobody does, everybody but a former spouse and who stays behind. */
export function isMover(household: Household, person: PersonFacts): Tri {
  const stated = household.own(person, 'moves');
  if (typeof stated === 'boolean') return known(stated);
  if (household.persons.some((other) => household.own(other, 'moves') === true)) return FALSE;
  if (person.role === 'former-spouse') return FALSE;
  return known(household.own(person, 'remainsAtOldAddress') !== true);
}

function isFact(
  household: Household,
  person: PersonFacts,
  fact: string,
  value: string | boolean,
): Tri {
  return map(factOf(household, person, fact), (found) => found === value);
}

/** Employees' insurance of one's own or as a dependant that has begun by the acquisition day. */
function otherCover(household: Household, person: PersonFacts): Tri {
  const begun = (fact: string) =>
    map(
      factOf(household, person, fact),
      (from) => typeof from === 'string' && from <= acquisitionDay(household, person),
    );
  return or(begun('employeeInsuranceFrom'), begun('dependantFrom'));
}

/** 20 to the day before 60 is reached (国年法7条). */
function ofPensionAge(household: Household, person: PersonFacts): Tri {
  const day = acquisitionDay(household, person);
  return and(hasReached(household, person, 20, day), not(hasReached(household, person, 60, day)));
}

/** Not asked of somebody who cannot be a member: late-stage care begins at 65 (高確法50条2号). */
function lateStageMember(household: Household, person: PersonFacts): Tri {
  const insurance = factOf(household, person, 'insurance');
  if (insurance.known) return known(insurance.value === 'lsm');
  return and(insurance, hasReached(household, person, 65, acquisitionDay(household, person)));
}

/** Not asked from the 75th birthday on, when nobody is a member any more (国保法6条). */
function isNhiMember(household: Household, person: PersonFacts): Tri {
  const insurance = factOf(household, person, 'insurance');
  if (insurance.known) return known(insurance.value === 'nhi');
  return and(insurance, not(hasBirthday(household, person, 75, household.eventDate)));
}

/** A member of the national health insurance who leaves it neither by this event nor for another cover. */
function staysInNhi(household: Household, person: PersonFacts, results: Results): Tri {
  return and(
    isNhiMember(household, person),
    not(otherCover(household, person)),
    not(onPublicAssistance(household, person)),
    not(results.isRequiredFor('nhi-withdraw', person)),
  );
}

/** Holds the child medical certificate; where it is not said, asked up to the school year for which it is issued. */
function childMedicalHolder(household: Household, person: PersonFacts, lastAge: 15 | 18): Tri {
  const stated = household.own(person, 'childMedicalCertificate');
  if (typeof stated === 'boolean') return known(stated);
  return and(
    notPastSchoolYear(household, person, lastAge, household.eventDate),
    isFact(household, person, 'childMedicalCertificate', true),
  );
}

/** Keeps or gets an insurance other than public assistance (facts.md, "Insured after the event"). */
function insuredAfter(household: Household, person: PersonFacts, results: Results): Tri {
  const own = factOf(household, person, 'insurance');
  const keeps = and(
    map(own, (insurance) => COVER_OF_ONES_OWN.includes(String(insurance))),
    not(coverEnds(household, person)),
  );
  const ways = [keeps, otherCover(household, person)];
  if (household.isNewborn(person)) return or(...ways, claimantIsCovered(household));
  const staysInOldNhi = and(
    map(own, (insurance) => insurance === 'nhi'),
    or(
      not(movesIntoTheCity(household, person)),
      household.has('MI') ? staysWithOldInsurer(household, person) : FALSE,
    ),
  );
  return or(...ways, staysInOldNhi, results.isRequiredFor('nhi-enroll', person));
}

/** What such a mover held was the origin's (reference 4.1). */
export function movesIntoTheCity(household: Household, person: PersonFacts): Tri {
  return household.has('MI', 'MF') ? isMover(household, person) : FALSE;
}

function staysWithOldInsurer(household: Household, person: PersonFacts): Tri {
  return or(isFact(household, person, 'facilityResident', true), maruGaku(household, person));
}

/**
 * A student supported by the household that he or she leaves stays in its insurance (国保法116条). The fact of support
 * says it alone; it is asked of students only.
 */
function maruGaku(household: Household, person: PersonFacts): Tri {
  const student = household.own(person, 'student');
  const supported = household.own(person, 'studentSupportedByFamily');
  if (supported === undefined)
    return student === true ? isFact(household, person, 'studentSupportedByFamily', true) : FALSE;
  return known(supported === true && student !== false);
}

/** A newborn is insured with the claimant. */
function claimantIsCovered(household: Household): Tri {
  return agreed(claimant(household), (person) =>
    map(
      factOf(household, person, 'insurance'),
      (insurance) => !NO_COVER.includes(String(insurance)),
    ),
  );
}

const PREMATURE_GRAM = 2000;

/** Hospital care that a doctor certifies; above 2,000 g it is the listed symptoms only and never asked (母子保健法20条). */
function prematureCare(household: Household, person: PersonFacts): Tri {
  const certified = householdFact(household, 'hospitalizedForPrematurity');
  if (certified.known) return known(certified.value === true);
  const weight = household.own(person, 'birthWeightGram');
  return typeof weight === 'number' && weight > PREMATURE_GRAM ? FALSE : certified;
}
