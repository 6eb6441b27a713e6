import { isPlainDate, OpenDayCalendar } from '@app/japan';
import type { DeterminationRequest, PersonFacts } from './determination.js';

/**
 * True only when `determine` cannot throw `UnknownCalendarYearError` for this request: every day from which a period
 * may count lies so far inside the known calendar that no period which rolls can leave it (the longest is three months).
 * False says nothing: ask `determine`. Far cheaper than a determination.
 */
export function deadlinesAreKnown({
  eventDate,
  intakeDate = eventDate,
  householdFacts: { persons, ...shared },
}: DeterminationRequest): boolean {
  const facts = [shared, ...persons.map(withoutBirth)].flatMap((one): unknown[] =>
    Object.values(one),
  );
  return [eventDate, intakeDate, ...facts.filter(isDate)].every((day) =>
    OpenDayCalendar.knowsAround(day),
  );
}

/** What counts from a birth date counts from the event as well: reaching an age is the event itself. */
function withoutBirth({ birthDate: _birth, ...facts }: PersonFacts): object {
  return facts;
}

const isDate = (value: unknown): value is string => typeof value === 'string' && isPlainDate(value);
