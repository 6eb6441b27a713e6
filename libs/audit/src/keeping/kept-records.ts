import { dueOn, type RetentionPlan } from '@app/retention';

/** Records lie in partitions of a calendar year (UTC), and end their keeping together. */
export const FIRST_YEAR = 2026;
export const LAST_YEAR = 2040;

/** The first year of which records are still kept: no record before it has to be there. */
export function firstKeptYear({ accessRecords }: RetentionPlan, today: string): number {
  let year = FIRST_YEAR;
  while (year <= LAST_YEAR && dueOn(accessRecords, `${year}-12-31`) <= today) year++;
  return year;
}

export const startOf = (year: number): string => `${year}-01-01T00:00:00.000000Z`;
