// Sums on numbers, held against Temporal in the tests: a determination asks for some hundred days, and the polyfill took
// a fifth of its time.
/** A calendar day `YYYY-MM-DD` that exists; compares with `<` and `===` like the text that it is. */
export type PlainDate = string;

const DAY_MS = 86_400_000;
/** Japan has kept UTC+9 all year since 1952. */
const TOKYO_OFFSET_MS = 9 * 3_600_000;
const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/;

/** True for a text `YYYY-MM-DD` that names a day of the Gregorian calendar (2026-02-29 is none). */
export function isPlainDate(text: unknown): text is PlainDate {
  if (typeof text !== 'string' || !ISO_DATE.test(text)) return false;
  const { year, month, day } = partsOf(text);
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  return day <= daysInMonth(year, month);
}

/** The day `days` after (negative: before) the given one. */
export function addDays(date: PlainDate, days: number): PlainDate {
  return new Date(midnightOf(date) + days * DAY_MS).toISOString().slice(0, 10);
}

/**
 * Last day of a period of `months` months whose first counted day is `first`: the day before the same day number,
 * or the month's last day where it has no such day (Civil Code art. 143).
 */
export function end(first: PlainDate, months: number): PlainDate {
  const { year, month, day } = monthsLater(first, months);
  const last = daysInMonth(year, month);
  if (day > last) return dateOf(year, month, last);
  if (day > 1) return dateOf(year, month, day - 1);
  return month > 1
    ? dateOf(year, month - 1, daysInMonth(year, month - 1))
    : dateOf(year - 1, 12, daysInMonth(year - 1, 12));
}

/** The day on which age `age` is reached: the day before the birthday (Act on Calculation of Ages). */
export function reach(birthDate: PlainDate, age: number): PlainDate {
  return end(birthDate, 12 * age);
}

/** The first 31 March on or after the day on which `age` is reached: the end of that school year. */
export function fyEnd(birthDate: PlainDate, age: number): PlainDate {
  const reached = reach(birthDate, age);
  const sameYear = `${reached.slice(0, 4)}-03-31`;
  return reached <= sameYear ? sameYear : `${pad(Number(reached.slice(0, 4)) + 1)}-03-31`;
}

/** The same day number `months` months before, or the last day of that month where it has no such day. */
export function monthsBefore(date: PlainDate, months: number): PlainDate {
  const { year, month, day } = monthsLater(date, -months);
  return dateOf(year, month, Math.min(day, daysInMonth(year, month)));
}

/** The first day of the month after the month of `date`. */
export function firstOfNextMonth(date: PlainDate): PlainDate {
  const { year, month } = monthsLater(date, 1);
  return dateOf(year, month, 1);
}

/** The first 1 April after `date`: the beginning of the next fiscal year (会計年度). */
export function fyStartAfter(date: PlainDate): PlainDate {
  const { year, month } = partsOf(date);
  return dateOf(month < 4 ? year : year + 1, 4, 1);
}

/** 1 = Monday … 7 = Sunday. */
export function dayOfWeek(date: PlainDate): number {
  return new Date(midnightOf(date)).getUTCDay() || 7;
}

/** The business date in Japan at an instant (the time zone of every deadline is Asia/Tokyo). */
export function todayInTokyo(instant: Date): PlainDate {
  return new Date(instant.getTime() + TOKYO_OFFSET_MS).toISOString().slice(0, 10);
}

function partsOf(date: PlainDate): { year: number; month: number; day: number } {
  return {
    year: Number(date.slice(0, 4)),
    month: Number(date.slice(5, 7)),
    day: Number(date.slice(8)),
  };
}

function midnightOf(date: PlainDate): number {
  const { year, month, day } = partsOf(date);
  // Not Date.UTC alone: it takes the years 0 to 99 for those of the twentieth century.
  return new Date(0).setUTCFullYear(year, month - 1, day);
}

function monthsLater(date: PlainDate, months: number) {
  const { year, month, day } = partsOf(date);
  const count = year * 12 + month - 1 + months;
  return { year: Math.floor(count / 12), month: (count % 12) + 1, day };
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function dateOf(year: number, month: number, day: number): PlainDate {
  return `${pad(year)}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

function pad(year: number): string {
  return String(year).padStart(4, '0');
}
