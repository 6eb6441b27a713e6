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
  if (household.eventCode === 'DE') return addDays(household.eventDate, 1);
  if (household.eventCode !== 'DV') return household.eventDate;
  return dateOf(household, person, 'losesDependentStatusOn') ?? household.eventDate;
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
