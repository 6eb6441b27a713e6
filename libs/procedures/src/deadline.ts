import { addDays, end, type OpenDayCalendar, type PlainDate } from '@app/japan';
import type { DeadlineRule } from './determination.js';

/** The last day of a filing; all null where the law sets none. */
export interface Deadline {
  /** Last day in time, rolled over closed days where the period rolls. */
  readonly deadline: PlainDate | null;
  readonly countedFrom: PlainDate | null;
  readonly rawLastDay: PlainDate | null;
  /** Only with A15: the last day on which no month of child allowance is lost. */
  readonly noLossDeadline?: PlainDate | null;
}

interface Period {
  readonly last: (trigger: PlainDate) => PlainDate;
  readonly rolls: boolean;
}

const days = (count: number, rolls = true): Period => ({
  last: (from) => addDays(from, count),
  rolls,
});
const monthsFromNextDay = (count: number, rolls: boolean): Period => ({
  last: (from) => end(addDays(from, 1), count),
  rolls,
});

/** The periods of reference 0.3. K periods include the day itself (戸籍法43条), the others do not (民法140条). */
const PERIODS: Readonly<Partial<Record<DeadlineRule, Period>>> = {
  J14: days(14),
  J10: days(10),
  J15: days(15),
  J30: days(30),
  K14: days(13),
  K7: days(6),
  K10: days(9),
  KM3: { last: (from) => end(from, 3), rolls: true },
  A15: days(15),
  M3: monthsFromNextDay(3, true),
  Y2: monthsFromNextDay(24, false),
  Y5: monthsFromNextDay(60, false),
  C90: days(90, false),
  PRE: days(0, false),
};

/** Whether a rule needs a day to count from. */
export function countsDays(rule: DeadlineRule): boolean {
  return PERIODS[rule] !== undefined;
}

/**
 * The deadline of a rule counted from a day; `undefined` = the day is not known yet. `fixedDate` is the catalogue's, a
 * date or MM-DD of each year. Throws `UnknownCalendarYearError` only where a rolling period ends in an unknown year.
 */
export function deadlineOf(
  rule: DeadlineRule,
  countedFrom: PlainDate | undefined,
  calendar: OpenDayCalendar,
  fixedDate?: string,
): Deadline {
  if (rule === 'FIX') return fixed(countedFrom, calendar, fixedDate);
  const period = PERIODS[rule];
  const noLoss = rule === 'A15' ? { noLossDeadline: null } : {};
  if (period === undefined || countedFrom === undefined) {
    return { deadline: null, countedFrom: null, rawLastDay: null, ...noLoss };
  }
  const rawLastDay = period.last(countedFrom);
  const deadline = period.rolls ? calendar.roll(rawLastDay) : rawLastDay;
  if (rule !== 'A15') return { deadline, countedFrom, rawLastDay };
  return {
    deadline,
    countedFrom,
    rawLastDay,
    noLossDeadline: noLossOf(deadline, countedFrom, calendar),
  };
}

/** Child allowance is monthly: a claim in the month of the event loses nothing either (児童手当法8条2項). */
function noLossOf(
  deadline: PlainDate,
  countedFrom: PlainDate,
  calendar: OpenDayCalendar,
): PlainDate {
  const lastOpenDay = calendar.lastOpenDayOfMonth(countedFrom);
  return lastOpenDay > deadline ? lastOpenDay : deadline;
}

function fixed(
  day: PlainDate | undefined,
  calendar: OpenDayCalendar,
  fixedDate: string | undefined,
): Deadline {
  if (fixedDate === undefined || day === undefined)
    return { deadline: null, countedFrom: null, rawLastDay: null };
  const date = fixedDate.length === 5 ? nextOn(fixedDate, day) : fixedDate;
  return { deadline: calendar.roll(date), countedFrom: day, rawLastDay: date };
}

function nextOn(monthDay: string, day: PlainDate): PlainDate {
  const year = Number(day.slice(0, 4)) + Number(day.slice(5) > monthDay);
  return `${String(year).padStart(4, '0')}-${monthDay}`;
}
