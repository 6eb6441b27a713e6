import { addDays, type PlainDate } from '@app/japan';
import type { PersonFacts } from '../determination.js';
import type { Household } from './household.js';

/**
 * The first day at the new address, from which what a move brings counts: at a marriage or divorce `moveDate`, from
 * abroad `addressSetDate`; absent: the event date (reference 0.3, "J14 of a move").
 */
export function moveDay(household: Household): PlainDate {
  const ofMove = household.has('MA', 'DV') ? household.sharedDate('moveDate') : undefined;
  const day = ofMove ?? household.eventDate;
  return household.has('MF') ? (household.sharedDate('addressSetDate') ?? day) : day;
}

export function transferOutPlannedDay(household: Household): PlainDate {
  return household.sharedDate('transferOutPlannedDate') ?? moveDay(household);
}

const MOVES = ['MI', 'MF', 'MO', 'MB', 'MW'];

/** The first day of the new status, on which age limits are tested (facts.md, "Acquisition day"). */
export function acquisitionDay(household: Household, person: PersonFacts): PlainDate {
  if (MOVES.includes(household.eventCode)) return moveDay(household);
  if (household.lifeEvent === 'retirement') return lossDay(household, person);
  // Of the deceased the day of the death counts, of the survivors the next one.
  if (household.eventCode === 'DE')
    return addDays(household.eventDate, household.own(person, 'deceased') === true ? 0 : 1);
  if (household.eventCode !== 'DV') return household.eventDate;
  return dateOf(household, person, 'losesDependentStatusOn') ?? household.eventDate;
}

const LOSS = 'lossOfEmployeeInsuranceOn';

/**
 * The day on which employees' cover is lost: the person's own, else that of the one through whom he or she is insured,
 * else that of whoever retires; absent: the day after the last day at work, which is the event date (facts.md).
 */
function lossDay(household: Household, person: PersonFacts): PlainDate {
  const through = household.own(person, 'dependentOf');
  const insured = typeof through === 'string' ? household.person(through) : undefined;
  const [earliest] = household.persons.flatMap((one) => dateOf(household, one, LOSS) ?? []).sort();
  return (
    dateOf(household, person, LOSS) ??
    (insured && dateOf(household, insured, LOSS)) ??
    earliest ??
    household.sharedDate(LOSS) ??
    addDays(household.eventDate, 1)
  );
}

/** The day before the loss of employees' cover, from which its periods count (reference 0.3). */
export function lastDayAtWork(household: Household, person: PersonFacts): PlainDate {
  return addDays(lossDay(household, person), -1);
}

/** A date that stands on the person itself. */
export function dateOf(
  household: Household,
  person: PersonFacts,
  fact: string,
): PlainDate | undefined {
  const value = household.own(person, fact);
  return typeof value === 'string' ? value : undefined;
}
