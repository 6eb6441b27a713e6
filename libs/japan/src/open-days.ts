import holidayJp from '@holiday-jp/holiday_jp';
import { addDays, dayOfWeek, firstOfNextMonth, type PlainDate } from './plain-date.js';

/** The holidays of that year are not known, so nothing can be said about its open days. */
export class UnknownCalendarYearError extends Error {
  readonly code = 'unknown-calendar-year';
  constructor(
    readonly year: number,
    readonly knownFrom: number,
    readonly knownTo: number,
  ) {
    super(`The holidays of ${year} are not known; the calendar covers ${knownFrom} to ${knownTo}.`);
    this.name = 'UnknownCalendarYearError';
  }
}

const holidays: ReadonlySet<string> = new Set(Object.keys(holidayJp.holidays));
const years = [...holidays].map((date) => Number(date.slice(0, 4)));
const KNOWN_FROM = Math.min(...years);
const KNOWN_TO = Math.max(...years);
const NEW_YEAR = new Set(['12-29', '12-30', '12-31', '01-01', '01-02', '01-03']);
const SATURDAY = 6;

/**
 * Open days of a municipality for the rolling of last days (Local Autonomy Act art. 4-2): closed are Saturdays,
 * Sundays, national holidays, 12/29-1/3 and the closures given. Every question about a year whose holidays are not
 * known throws `UnknownCalendarYearError`.
 */
export class OpenDayCalendar {
  private readonly closures: ReadonlySet<PlainDate>;

  constructor(options: { closures?: readonly PlainDate[] } = {}) {
    this.closures = new Set(options.closures);
  }

  /** Whether everything within a year of that day can be answered. */
  static knowsAround(date: PlainDate): boolean {
    const year = Number(date.slice(0, 4));
    return year > KNOWN_FROM && year < KNOWN_TO;
  }

  isOpen(date: PlainDate): boolean {
    const year = Number(date.slice(0, 4));
    if (year < KNOWN_FROM || year > KNOWN_TO)
      throw new UnknownCalendarYearError(year, KNOWN_FROM, KNOWN_TO);
    if (dayOfWeek(date) >= SATURDAY || NEW_YEAR.has(date.slice(5))) return false;
    return !holidays.has(date) && !this.closures.has(date);
  }

  /** The day itself when it is open, else the next open day. */
  roll(date: PlainDate): PlainDate {
    let day = date;
    while (!this.isOpen(day)) day = addDays(day, 1);
    return day;
  }

  /** The last open day of the month of `date`. */
  lastOpenDayOfMonth(date: PlainDate): PlainDate {
    let day = addDays(firstOfNextMonth(date), -1);
    while (!this.isOpen(day)) day = addDays(day, -1);
    return day;
  }
}
