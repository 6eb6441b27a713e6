import type { PersonFacts } from '../determination.js';
import { factOf } from '../engine/absent-facts.js';
import { hasReached } from '../engine/ages.js';
import { acquisitionDay, lastDayAtWork } from '../engine/days.js';
import { areCouple, isDependantOf } from '../engine/dependants.js';
import { retires } from '../engine/employment.js';
import type { Household } from '../engine/household.js';
import {
  and,
  FALSE,
  isFalse,
  known,
  map,
  not,
  or,
  TRUE,
  unknown,
  type Tri,
} from '../engine/maybe.js';

type PersonWord = (household: Household, person: PersonFacts) => Tri;

/** Words about the loss and the gain of employees' insurance (reference 4.8). */
export const EMPLOYMENT_WORDS: Readonly<Record<string, PersonWord>> = {
  retires,
  losesCover: (household, person) => losesCover(household, person),
  spouseOfRetiring: (household, person) => spouseOfRetiring(household, person),
  spouseStaysEmployed: (household, person) => spouseStaysEmployed(household, person),
  workedPast65: (household, person) =>
    hasReached(household, person, 65, lastDayAtWork(household, person)),
  leftInvoluntarily: (household, person) => leftInvoluntarily(household, person),
  employerPaysAfter: (household, person) => employerPaysAfter(household, person),
  gainsCover: (household, person) => gainsCover(household, person),
  insuranceChanges: (household, person) =>
    household.lifeEvent === 'retirement'
      ? or(losesCover(household, person), gainsCover(household, person))
      : gainsCover(household, person),
};

function is(household: Household, person: PersonFacts, fact: string, value: string | boolean): Tri {
  return map(factOf(household, person, fact), (found) => found === value);
}

/** Loses employees' insurance or that of a society: who retires without 任意継続, and the dependants with him or her. */
function losesCover(household: Household, person: PersonFacts): Tri {
  const ends = (insured: PersonFacts): Tri =>
    household.remember(`cover of ${insured.id} ends`, () =>
      and(
        retires(household, insured),
        not(is(household, insured, 'continuesEmployeeInsurance', true)),
      ),
    );
  return household.remember(`${person.id} loses cover`, () =>
    or(ends(person), isDependantOf(household, person, ends, true)),
  );
}

function spouseOfRetiring(household: Household, person: PersonFacts): Tri {
  return isDependantOf(
    household,
    person,
    (insured) => (areCouple(household, insured, person) ? retires(household, insured) : FALSE),
    true,
  );
}

/** The spouse who retires begins a new work in category 2 without a gap: category 3 goes on. */
function spouseStaysEmployed(household: Household, person: PersonFacts): Tri {
  const each = household.persons
    .filter((one) => areCouple(household, one, person))
    .map((one) => and(newWorkFollows(household, one), is(household, one, 'pension', 'category2')));
  return or(...each);
}

function newWorkFollows(household: Household, person: PersonFacts): Tri {
  const day = acquisitionDay(household, person);
  return map(
    factOf(household, person, 'employeeInsuranceFrom'),
    (from) => typeof from === 'string' && from <= day,
  );
}

/** 特定受給資格者 and 特定理由離職者 (国保法施行令29条の7の2); the code counts before what the person says. */
const INVOLUNTARY = ['11', '12', '21', '22', '23', '31', '32', '33', '34'];

function leftInvoluntarily(household: Household, person: PersonFacts): Tri {
  const code = household.own(person, 'separationCode');
  if (code !== undefined) return known(typeof code === 'string' && INVOLUNTARY.includes(code));
  const ask = unknown({ fact: 'separationCode', person: person.id });
  const voluntary = factOf(household, person, 'voluntary');
  if (!voluntary.known) return unknown(...voluntary.asks, ...ask.asks);
  return voluntary.value === true ? FALSE : ask;
}

/** After the event the employer pays the child allowance; what holds for whoever does not retire goes on. */
function employerPaysAfter(household: Household, person: PersonFacts): Tri {
  return or(
    is(household, person, 'publicServantAfter', true),
    and(not(retires(household, person)), is(household, person, 'publicServant', true)),
  );
}

const GAINS = ['employeeInsuranceFrom', 'dependantFrom'];

/**
 * Gets employees' insurance, of one's own or as a dependant. An absent day counts as none, unless it is absent at
 * everybody of an `employment`: then it is open who gains.
 */
function gainsCover(household: Household, person: PersonFacts): Tri {
  const stated = or(
    ...GAINS.map((fact) => map(factOf(household, person, fact), (day) => typeof day === 'string')),
  );
  if (!isFalse(stated) || household.lifeEvent !== 'employment' || someoneGains(household))
    return stated;
  const open = GAINS.filter((fact) => household.own(person, fact) === undefined);
  const fact = isFalse(hasReached(household, person, 15, household.eventDate))
    ? open.find((one) => one === 'dependantFrom')
    : open[0];
  return fact === undefined ? FALSE : unknown({ fact, person: person.id });
}

function someoneGains(household: Household): boolean {
  return GAINS.some(
    (fact) =>
      household.sharedDate(fact) !== undefined ||
      household.persons.some((person) => typeof household.own(person, fact) === 'string'),
  );
}

const PARENTS = ['head', 'head-after', 'spouse'];

/** The work of a parent of the household's children ends or begins (子ども・子育て支援法23条). */
export function parentsWorkChanges(household: Household): Tri {
  const parents = household.withRole(...PARENTS);
  if (household.lifeEvent === 'retirement') {
    const possible = household.persons.filter((one) => !isFalse(retires(household, one)));
    // Somebody retires: where only parents can be meant, it need not be known which of them.
    if (possible.length > 0 && possible.every((one) => parents.includes(one))) return TRUE;
    return or(...parents.map((parent) => retires(household, parent)));
  }
  if (household.sharedDate('employeeInsuranceFrom') !== undefined) return TRUE;
  return or(...parents.map((parent) => beginsWork(household, parent)));
}

function beginsWork(household: Household, parent: PersonFacts): Tri {
  const from = factOf(household, parent, 'employeeInsuranceFrom');
  if (!from.known) return from;
  if (typeof from.value === 'string') return TRUE;
  const asked = household.own(parent, 'employeeInsuranceFrom') !== undefined;
  return asked || someoneGains(household)
    ? FALSE
    : unknown({ fact: 'employeeInsuranceFrom', person: parent.id });
}
