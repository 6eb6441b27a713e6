import { addDays, isPlainDate, type PlainDate } from '@app/japan';
import { RuleDataError } from './errors.js';

/** Something that holds from one day to another, both included; an absent day is no limit. */
export interface Dated {
  readonly validFrom?: PlainDate;
  readonly validTo?: PlainDate;
}

export function isInForce({ validFrom, validTo }: Dated, day: PlainDate): boolean {
  return (validFrom === undefined || validFrom <= day) && (validTo === undefined || day <= validTo);
}

/** Whether both hold on at least one day. */
export function overlap(one: Dated, other: Dated): boolean {
  return (
    (one.validFrom ?? '') <= (other.validTo ?? '9999-12-31') &&
    (other.validFrom ?? '') <= (one.validTo ?? '9999-12-31')
  );
}

/**
 * The versions of one thing follow each other day by day. Throws a `RuleDataError` with the place for a date that does
 * not exist, an end before its beginning, two versions on one day, and days between two versions without any.
 */
export function checkVersions(place: string, versions: readonly Dated[]): void {
  for (const version of versions) checkPeriod(place, version);
  const inOrder = versions.toSorted((one, other) =>
    (one.validFrom ?? '') < (other.validFrom ?? '') ? -1 : 1,
  );
  inOrder.forEach((version, at) => {
    const next = inOrder[at + 1];
    if (next !== undefined) checkSuccession(place, version, next);
  });
}

/** Throws a `RuleDataError` with the place unless `next` begins on the day after `version` ends. */
export function checkSuccession(place: string, version: Dated, next: Dated): void {
  const { validTo } = version;
  const { validFrom } = next;
  if (validTo === undefined || validFrom === undefined || validFrom <= validTo)
    throw new RuleDataError(place, `two versions overlap from ${validFrom ?? 'the beginning'}`);
  const due = addDays(validTo, 1);
  if (validFrom !== due)
    throw new RuleDataError(place, `a gap: nothing holds from ${due} until ${validFrom}`);
}

function checkPeriod(place: string, { validFrom, validTo }: Dated): void {
  const bad = [validFrom, validTo].find((day) => day !== undefined && !isPlainDate(day));
  if (bad !== undefined) throw new RuleDataError(place, `no date: ${String(bad)}`);
  if (validFrom !== undefined && validTo !== undefined && validTo < validFrom)
    throw new RuleDataError(place, `it ends on ${validTo}, before it begins on ${validFrom}`);
}
