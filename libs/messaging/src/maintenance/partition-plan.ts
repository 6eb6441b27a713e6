/** One partition as it should be: its table and the half-open range that it takes. */
export interface PlannedPartition {
  readonly table: string;
  readonly from: string;
  readonly to: string;
}

export const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
/** 1970-01-05 was the first Monday. */
const FIRST_MONDAY_MS = 4 * DAY_MS;

/** One partition per UTC day, from today on. */
export function outboxPartitions(now: Date, daysAhead: number): PlannedPartition[] {
  const today = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
  return steps(today, DAY_MS, daysAhead).map((start) => ({
    table: `outbox_${stamp(start)}`,
    from: new Date(start).toISOString(),
    to: new Date(start + DAY_MS).toISOString(),
  }));
}

/**
 * One partition per week by the time that an event id (UUID v7) carries, from last week on: ids of just before
 * midnight arrive after it. By arrival instead, a duplicate of yesterday would pass as new.
 */
export function inboxPartitions(now: Date, weeksAhead: number): PlannedPartition[] {
  const week = Math.floor((now.getTime() - FIRST_MONDAY_MS) / WEEK_MS) * WEEK_MS + FIRST_MONDAY_MS;
  return steps(week - WEEK_MS, WEEK_MS, weeksAhead + 1).map((start) => ({
    table: `inbox_${stamp(start)}`,
    from: firstIdAt(start),
    to: firstIdAt(start + WEEK_MS),
  }));
}

/** The day that a partition begins with, from its table's name; undefined for the DEFAULT partition. */
export function startOfPartition(table: string): Date | undefined {
  const found = /_(\d{4})(\d{2})(\d{2})$/.exec(table);
  return found ? new Date(`${found[1]}-${found[2]}-${found[3]}T00:00:00Z`) : undefined;
}

/** The smallest UUID that a v7 id of this millisecond or later can be. */
export function firstIdAt(millisecond: number): string {
  const time = millisecond.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-0000-0000-${'0'.repeat(12)}`;
}

const steps = (start: number, step: number, ahead: number): number[] =>
  Array.from({ length: ahead + 1 }, (_, index) => start + index * step);

const stamp = (millisecond: number): string =>
  new Date(millisecond).toISOString().slice(0, 10).replaceAll('-', '');
