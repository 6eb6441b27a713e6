import { describe, expect, it } from '@jest/globals';
import { addDays, dayOfWeek } from './plain-date.js';
import { OpenDayCalendar, UnknownCalendarYearError } from './open-days.js';

const calendar = new OpenDayCalendar();

/** The holidays that the worked examples use. */
const HOLIDAYS: Readonly<Record<string, string>> = {
  2025: '01-01 01-13 02-11 02-23 02-24 03-20 04-29 05-03 05-04 05-05 05-06 07-21 08-11 09-15 09-23 10-13 11-03 11-23 11-24',
  2026: '01-01 01-12 02-11 02-23 03-20 04-29 05-03 05-04 05-05 05-06 07-20 08-11 09-21 09-22 09-23 10-12 11-03 11-23',
  2027: '01-01 01-11 02-11 02-23 03-21 03-22 04-29 05-03 05-04 05-05 07-19 08-11 09-20 09-23 10-11 11-03 11-23',
};
const NEW_YEAR = ['01-02', '01-03', '12-29', '12-30', '12-31'];

describe('OpenDayCalendar', () => {
  it.each(Object.keys(HOLIDAYS))(
    'closes exactly weekends, holidays and the turn of the year in %s',
    (year) => {
      const closed = new Set(
        [...(HOLIDAYS[year] ?? '').split(' '), ...NEW_YEAR].map((day) => `${year}-${day}`),
      );
      for (let day = `${year}-01-01`; day.startsWith(year); day = addDays(day, 1)) {
        expect([day, calendar.isOpen(day)]).toEqual([day, dayOfWeek(day) < 6 && !closed.has(day)]);
      }
    },
  );

  it('rolls a Saturday before a holiday Monday to Tuesday', () => {
    expect(calendar.roll('2026-10-10')).toBe('2026-10-13');
    expect(calendar.roll('2026-10-09')).toBe('2026-10-09');
  });

  it('rolls over the turn of the year', () => {
    expect(calendar.roll('2026-12-29')).toBe('2027-01-04');
  });

  it('knows the closures of the city', () => {
    const closed = new OpenDayCalendar({ closures: ['2026-04-13'] });
    expect(closed.roll('2026-04-11')).toBe('2026-04-14');
  });

  it('finds the last open day of a month', () => {
    expect(calendar.lastOpenDayOfMonth('2026-05-10')).toBe('2026-05-29');
    expect(calendar.lastOpenDayOfMonth('2026-12-01')).toBe('2026-12-28');
  });

  it.each(['1969-12-31', '2051-01-01'])('says that it does not know the year of %s', (day) => {
    expect(() => calendar.isOpen(day)).toThrow(UnknownCalendarYearError);
  });

  it('does not roll into a year that it does not know', () => {
    expect(() => calendar.roll('2050-12-31')).toThrow(UnknownCalendarYearError);
  });

  it.each([
    ['1970-12-31', false],
    ['1971-01-01', true],
    ['2049-12-31', true],
    ['2050-01-01', false],
  ])('knows everything around %s: %s', (day, known) => {
    expect(OpenDayCalendar.knowsAround(day)).toBe(known);
  });
});
