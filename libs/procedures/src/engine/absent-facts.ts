import type { FactValue, PersonFacts } from '../determination.js';
import { factDefinition } from '../vocabulary.js';
import { hasReached, notPastSchoolYear } from './ages.js';
import type { Candidates } from './candidates.js';
import { claimant, recipientExists, singleParent } from './families.js';
import { hasHouseholdForm, type Household } from './household.js';
import {
  and,
  asksOf,
  isFalse,
  isTrue,
  known,
  not,
  or,
  unknown,
  type Maybe,
  type Tri,
} from './maybe.js';
import { marryingSpouses, memberSpouse } from './spouses.js';

/** A value that a FEEL cell can compare. */
export type FeelValue = string | number | boolean | null;

type AbsentRule = (household: Household, person: PersonFacts) => Maybe<FeelValue>;

const ask =
  (fact: string): AbsentRule =>
  (_household, person) =>
    unknown({ fact, person: person.id });

const PAST_SCHOOL = ['head', 'head-after', 'spouse', 'former-spouse', 'parent'];

/** What an absent fact of a person counts as where that is more than one constant (facts.md, "Absent facts"). */
const ABSENT: Readonly<Record<string, AbsentRule>> = {
  livingTogether: () => known(true),
  insurance: (household, person) => {
    if (household.isNewborn(person)) return known('none');
    // Who loses employees' insurance by the event had it.
    const retired = typeof household.own(person, 'lossOfEmployeeInsuranceOn') === 'string';
    return retired && household.lifeEvent === 'retirement'
      ? known('employee')
      : ask('insurance')(household, person);
  },
  // 要支援・要介護 begins at 40 (介護保険法9条).
  careLevel: (household, person) =>
    unless(hasReached(household, person, 40, household.eventDate), 'careLevel', person, null),
  // A couple is 18 or older (民法731条) and whoever heads a household is past school: not asked of them.
  school: (household, person) =>
    PAST_SCHOOL.includes(person.role) ? known('none') : ask('school')(household, person),
  // 保育所等 end with the school year of 6 (児童福祉法39条).
  nursery: (household, person) =>
    unless(notPastSchoolYear(household, person, 6, household.eventDate), 'nursery', person, 'none'),
  // Who receives the old-age basic pension is in no category (国年法7条: to 60).
  pension: (household, person) => {
    const received = household.own(person, 'pensionsReceived');
    if (Array.isArray(received) && received.includes('old-age-basic')) return known('none');
    // Nobody works in a category before leaving compulsory school (労働基準法56条).
    return unless(
      hasReached(household, person, 15, household.eventDate),
      'pension',
      person,
      'none',
    );
  },
  pregnant: (household, person) => {
    if (household.own(person, 'sex') === 'male' || isHusband(household, person))
      return known(false);
    const day = household.eventDate;
    const possible = and(
      hasReached(household, person, 13, day),
      not(hasReached(household, person, 60, day)),
    );
    return unless(possible, 'pregnant', person, false);
  },
  // 児童手当法17条 is asked of employees only.
  publicServant: (household, person) => {
    // Only the employer of a public servant pays the allowance.
    if (household.own(person, 'childAllowanceRecipientAtEmployer') === true) return known(true);
    const insurance = household.own(person, 'insurance');
    const possible =
      insurance === undefined || insurance === 'employee' || insurance === 'mutual-aid';
    return possible ? ask('publicServant')(household, person) : known(false);
  },
  publicServantAfter: (household, person) =>
    household.lifeEvent === 'retirement'
      ? known(false)
      : ask('publicServantAfter')(household, person),
  // The allowance is paid once: by the ward or by the employer.
  childAllowanceRecipientAtEmployer: (household, person) =>
    isTrue(recipientExists(household))
      ? known(false)
      : ask('childAllowanceRecipientAtEmployer')(household, person),
  surnameChanges: (household, person) => {
    if (household.has('MA')) return surnameAtMarriage(household, person);
    if (!household.has('DV')) return ask('surnameChanges')(household, person);
    // A divorce changes the surname of a spouse alone (民法767条), and not of one who keeps the married one.
    const isMember = memberSpouse(household).persons.some(({ id }) => id === person.id);
    const may = isMember && household.shared('keepsMarriedSurname') !== true;
    return may ? ask('surnameChanges')(household, person) : known(false);
  },
  // Only a name change changes it (戸籍法107条の2).
  givenNameChanges: (household, person) =>
    household.has('NC') ? ask('givenNameChanges')(household, person) : known(false),
  childRearingAllowanceRecipient: (household, person) => {
    if (household.has('MA') && !household.has('MF'))
      return allowanceBeforeMarriage(household, person);
    if (household.has('BI', 'DV', 'DE', 'MF')) return known(false);
    const alone = singleParent(household);
    const candidates = claimant(household).persons;
    const possible = candidates.length === 0 || candidates.some(({ id }) => id === person.id);
    if (isFalse(alone) || !possible) return known(false);
    // The answer says all; whether somebody is alone is asked where more hangs on it.
    const first = asksOf(alone).filter(({ fact }) => fact !== 'singleParent');
    return unknown(...first, { fact: 'childRearingAllowanceRecipient', person: person.id });
  },
};

/** The other one of head and spouse is a woman, by her sex or because she is pregnant. */
function isHusband(household: Household, person: PersonFacts): boolean {
  const couple = household.withRole('head', 'spouse');
  const isWoman = (one: PersonFacts) =>
    household.own(one, 'sex') === 'female' || household.own(one, 'pregnant') === true;
  const unsaid = household.own(person, 'sex') === undefined && couple.includes(person);
  return unsaid && couple.some((one) => one !== person && isWoman(one));
}

/** One of the couple takes the surname of the other (民法750条); nobody else's changes by a marriage. */
function surnameAtMarriage(household: Household, person: PersonFacts): Maybe<FeelValue> {
  const couple = marryingSpouses(household);
  if (!couple.includes(person)) return known(false);
  const other = couple.find(({ id }) => id !== person.id);
  const ofOther = other && household.own(other, 'surnameChanges');
  const foreign = couple.some((one) => household.own(one, 'nationality') === 'foreign');
  if (ofOther === true) return known(false);
  return ofOther === false && !foreign ? known(true) : ask('surnameChanges')(household, person);
}

/** Whoever was a single parent before the marriage: asked where a child is listed, and not of a child. */
function allowanceBeforeMarriage(household: Household, person: PersonFacts): Maybe<FeelValue> {
  const young = (one: PersonFacts) => notPastSchoolYear(household, one, 18, household.eventDate);
  const listed = or(...household.withRole('child').map(young));
  if (isFalse(listed) || (person.role === 'child' && isTrue(young(person)))) return known(false);
  return unknown(...asksOf(listed), {
    fact: 'childRearingAllowanceRecipient',
    person: person.id,
  });
}

/** The value of a fact of a person, with what counts where it is absent; unknown = it has to be asked. */
export function factOf(household: Household, person: PersonFacts, fact: string): Maybe<FeelValue> {
  const own = household.own(person, fact);
  if (own !== undefined)
    return known(plain(fact === 'insurance' ? countedInsurance(household, own) : own));
  const shared = hasHouseholdForm(fact) ? sharedFact(household, person, fact) : undefined;
  return shared ?? absentFact(household, person, fact);
}

/** The value of a fact of the household. */
export function householdFact(household: Household, fact: string): Maybe<FeelValue> {
  const value = household.shared(fact);
  if (value !== undefined) return known(plain(value));
  const absent = factDefinition(fact)?.absent;
  return absent === undefined ? unknown({ fact }) : known(absent);
}

/** On public assistance after the event: `publicAssistance`, which counts before `insurance: welfare`. */
export function onPublicAssistance(household: Household, person: PersonFacts): Tri {
  const stated = household.shared('publicAssistance');
  if (typeof stated === 'boolean') return known(stated);
  const insurance = factOf(household, person, 'insurance');
  return insurance.known ? known(insurance.value === 'welfare') : insurance;
}

function absentFact(household: Household, person: PersonFacts, fact: string): Maybe<FeelValue> {
  const constant = factDefinition(fact)?.absent;
  if (constant !== undefined) return known(constant);
  return (ABSENT[fact] ?? ask(fact))(household, person);
}

/** Whoever is known not to be on public assistance counts as without insurance (facts.md, "Public assistance"). */
function countedInsurance(household: Household, insurance: FactValue): FactValue {
  return insurance === 'welfare' && household.shared('publicAssistance') === false
    ? 'none'
    : insurance;
}

/** Whose a fact on the household is: everybody's, or the only one's who can be meant. */
const SHARED_BY: Readonly<Record<string, readonly string[]>> = {
  dependantFrom: ['nhi'],
  lossOfEmployeeInsuranceOn: ['employee', 'mutual-aid'],
  employeeInsuranceFrom: ['employee', 'mutual-aid'],
  continuesEmployeeInsurance: ['employee', 'mutual-aid'],
  voluntary: ['employee', 'mutual-aid'],
};

function sharedFact(
  household: Household,
  person: PersonFacts,
  fact: string,
): Maybe<FeelValue> | undefined {
  const value = household.shared(fact);
  if (value === undefined) return undefined;
  // What counts for the others anyhow need not be known to be somebody's.
  const forAll = value === null || value === factDefinition(fact)?.absent;
  if (SHARED_BY[fact] === undefined || forAll) return known(plain(value));
  const { persons, asks } = ownersOf(household, fact, SHARED_BY[fact]);
  if (!persons.some(({ id }) => id === person.id)) return undefined;
  return persons.length === 1 && asks.length === 0
    ? known(plain(value))
    : unknown({ fact, person: person.id });
}

/** Whose a fact on the household may be; at an employment the insurance says nothing yet, only the role. */
function ownersOf(household: Household, fact: string, insurances: readonly string[]): Candidates {
  if (household.lifeEvent === 'employment' && fact !== 'dependantFrom')
    return { persons: household.withRole('head', 'spouse'), asks: [] };
  const insured = insuredAs(household, insurances);
  if (insured.persons.length > 0 || household.lifeEvent !== 'retirement') return insured;
  // Nobody is an employee: a society's member on his or her own account retires (facts.md, "Retiring person").
  return insurances.includes('nhi')
    ? insured
    : insuredAs(household, ['nhi-union'], ({ dependentOf }) => typeof dependentOf !== 'string');
}

function insuredAs(
  household: Household,
  codes: readonly string[],
  isMeant: (person: PersonFacts) => boolean = () => true,
): Candidates {
  const found = household.persons.filter(isMeant).map((person) => ({
    person,
    insurance: factOf(household, person, 'insurance'),
  }));
  const possible = found.filter(
    ({ insurance }) => !insurance.known || codes.includes(String(insurance.value)),
  );
  return {
    persons: possible.map(({ person }) => person),
    asks: asksOf(...possible.map(({ insurance }) => insurance)),
  };
}

function unless(
  possible: Tri,
  fact: string,
  person: PersonFacts,
  otherwise: FeelValue,
): Maybe<FeelValue> {
  if (isFalse(possible)) return known(otherwise);
  return unknown({ fact, person: person.id });
}

/** Lists and places are not compared in cells; the words that use them read them themselves. */
function plain(value: FactValue): FeelValue {
  return typeof value === 'object' ? (value === null ? null : JSON.stringify(value)) : value;
}
