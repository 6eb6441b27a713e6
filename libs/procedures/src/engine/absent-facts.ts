import type { FactValue, PersonFacts } from '../determination.js';
import { factDefinition } from '../vocabulary.js';
import { hasReached, notPastSchoolYear } from './ages.js';
import { claimant, recipientExists, singleParent } from './families.js';
import { hasHouseholdForm, type Household } from './household.js';
import { and, isFalse, isTrue, known, not, unknown, type Maybe, type Tri } from './maybe.js';

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
    if (household.own(person, 'sex') === 'male') return known(false);
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
  childRearingAllowanceRecipient: (household, person) => {
    if (household.has('BI', 'DV', 'DE', 'MF')) return known(false);
    const alone = singleParent(household);
    const candidates = claimant(household).persons;
    const possible = candidates.length === 0 || candidates.some(({ id }) => id === person.id);
    if (isFalse(alone) || !possible) return known(false);
    const asked = unknown({ fact: 'childRearingAllowanceRecipient', person: person.id });
    return isTrue(alone) ? asked : unknown(...(alone.known ? [] : alone.asks), ...asked.asks);
  },
};

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
  const insurances = SHARED_BY[fact];
  // What counts for the others anyhow need not be known to be somebody's.
  const forAll = value === null || value === factDefinition(fact)?.absent;
  if (insurances === undefined || forAll) return known(plain(value));
  const byRole = household.lifeEvent === 'employment' && fact !== 'dependantFrom';
  const meant = byRole ? household.withRole('head', 'spouse') : insuredAs(household, insurances);
  if (!meant.some(({ id }) => id === person.id)) return undefined;
  const certain = byRole || factOf(household, person, 'insurance').known;
  return meant.length === 1 && certain ? known(plain(value)) : unknown({ fact, person: person.id });
}

/** Who has, or may have, one of these insurances; of a retirement without any, who is in a society on own account. */
function insuredAs(household: Household, insurances: readonly string[]): PersonFacts[] {
  const having = (codes: readonly string[]) =>
    household.persons.filter((one) => {
      const insurance = factOf(household, one, 'insurance');
      return !insurance.known || codes.includes(String(insurance.value));
    });
  const found = having(insurances);
  if (found.length > 0 || household.lifeEvent !== 'retirement' || insurances.includes('nhi'))
    return found;
  return having(['nhi-union']).filter(
    (one) => typeof household.own(one, 'dependentOf') !== 'string',
  );
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
