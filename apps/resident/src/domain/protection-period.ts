import { addDays, end, monthsBefore, type PlainDate } from '@app/japan';
import period from './protection-period.json' with { type: 'json' };

/** The last day of a protection (支援措置) that begins on this one; 住民基本台帳事務処理要領 第5-10 (unverified). */
export const endOfPeriod = (startsOn: PlainDate): PlainDate => end(startsOn, period.months);

/** The first day on which its extension can be asked for. */
export const extensibleFrom = (endsOn: PlainDate): PlainDate =>
  monthsBefore(endsOn, period.extensionMonths);

/**
 * Somebody has to look at it: it can be extended, or its period is over. It protects all the same: no protection ever ends
 * by itself.
 */
export const isDueForReview = (endsOn: PlainDate, today: PlainDate): boolean =>
  today >= extensibleFrom(endsOn);

const LONGEST_MONTH = 31;

/** The latest end of a period that is due for review today. */
export function lastDueEnd(today: PlainDate): PlainDate {
  let endsOn = addDays(today, LONGEST_MONTH * period.extensionMonths);
  while (!isDueForReview(endsOn, today)) endsOn = addDays(endsOn, -1);
  return endsOn;
}

/** The end after an extension: another period behind the one that ends, or from its decision on where that came later. */
export const extendedEnd = (endsOn: PlainDate, decidedOn: PlainDate): PlainDate => {
  const next = addDays(endsOn, 1);
  return endOfPeriod(decidedOn > next ? decidedOn : next);
};
