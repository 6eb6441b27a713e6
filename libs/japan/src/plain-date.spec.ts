import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import {
  addDays,
  dayOfWeek,
  end,
  firstOfNextMonth,
  fyEnd,
  isPlainDate,
  monthsBefore,
  reach,
  todayInTokyo,
} from './plain-date.js';

describe('isPlainDate', () => {
  it.each(['2026-02-28', '2024-02-29', '1868-01-25'])('knows %s', (text) => {
    expect(isPlainDate(text)).toBe(true);
  });

  it.each([
    '2026-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-01-32',
    '0000-01-01',
    '2026-1-1',
    '20260101',
    ' 2026-01-01',
    '',
  ])('refuses %s', (text) => {
    expect(isPlainDate(text)).toBe(false);
  });

  it('agrees with the calendar for every text of digits', () => {
    const part = (most: number) => fc.integer({ min: 0, max: most });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9999 }), part(13), part(32), (year, month, day) => {
        const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
        const date = new Date(`${text}T00:00:00Z`);
        const exists = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
        expect(isPlainDate(text)).toBe(exists);
      }),
    );
  });
});

describe('end (Civil Code art. 143)', () => {
  it.each([
    ['the day before the same day number', '2026-05-01', 3, '2026-07-31'],
    ['a divorce on 2026-02-28: three months from the next day', '2026-03-01', 3, '2026-05-31'],
    ['two years from the day after 2026-02-28', '2026-03-01', 24, '2028-02-29'],
    ['a birth abroad on 2026-01-31: April has no 31st', '2026-01-31', 3, '2026-04-30'],
    ['a start on 30 January: February ends it', '2026-01-30', 1, '2026-02-28'],
  ])('%s', (_case, first, months, last) => {
    expect(end(first, months)).toBe(last);
  });
});

describe('reach', () => {
  it('is the day before the birthday', () => {
    expect(reach('1966-04-02', 60)).toBe('2026-04-01');
  });

  it('is always 02-28 for somebody born on 02-29', () => {
    expect([reach('1952-02-29', 75), reach('1952-02-29', 76)]).toEqual([
      '2027-02-28',
      '2028-02-28',
    ]);
  });
});

describe('fyEnd', () => {
  it('divides the school years between those born on 1 and on 2 April', () => {
    expect(fyEnd('2007-04-01', 18)).toBe('2025-03-31');
    expect(fyEnd('2007-04-02', 18)).toBe('2026-03-31');
  });
});

describe('days and months', () => {
  it('counts over the end of a year', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(firstOfNextMonth('2026-12-15')).toBe('2027-01-01');
  });
});

describe('todayInTokyo', () => {
  it('is the next day from 15:00 UTC on', () => {
    expect(todayInTokyo(new Date('2026-03-31T14:59:59Z'))).toBe('2026-03-31');
    expect(todayInTokyo(new Date('2026-03-31T15:00:00Z'))).toBe('2026-04-01');
  });
});

describe('periods of months', () => {
  const anyDay = fc
    .integer({ min: -60_000, max: 80_000 })
    .map((days) => Temporal.PlainDate.from('1970-01-01').add({ days }));

  it('end where the calendar says, for every day and length', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 0, max: 1500 }), (first, months) => {
        const sameDay = first.add({ months });
        const last = sameDay.day === first.day ? sameDay.subtract({ days: 1 }) : sameDay;
        expect(end(first.toString(), months)).toBe(last.toString());
      }),
      { numRuns: 1000 },
    );
  });

  it('go back as Temporal does, for every day and length', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 0, max: 1500 }), (day, months) => {
        expect(monthsBefore(day.toString(), months)).toBe(day.subtract({ months }).toString());
      }),
      { numRuns: 1000 },
    );
    expect(monthsBefore('2026-08-31', 6)).toBe('2026-02-28');
    expect(monthsBefore('2028-08-31', 6)).toBe('2028-02-29');
  });

  it('start a month on its first day', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const first = day.add({ months: 1 }).with({ day: 1 });
        expect(firstOfNextMonth(day.toString())).toBe(first.toString());
      }),
    );
  });
});

describe('days in sums', () => {
  const anyDay = fc
    .integer({ min: -719_162, max: 2_932_000 })
    .map((days) => Temporal.PlainDate.from('1970-01-01').add({ days }));

  it('are those of Temporal, whatever the year', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -800, max: 800 }), (day, days) => {
        const moved = day.add({ days });
        fc.pre(moved.year >= 1 && moved.year <= 9999);
        expect(addDays(day.toString(), days)).toBe(moved.toString());
        expect(dayOfWeek(day.toString())).toBe(day.dayOfWeek);
      }),
    );
  });

  it('begin in Tokyo when Temporal says so', () => {
    const instants = fc.integer({ min: Date.UTC(1952, 0), max: Date.UTC(2200, 0) });
    fc.assert(
      fc.property(instants, (milliseconds) => {
        const moment = Temporal.Instant.fromEpochMilliseconds(milliseconds);
        const day = moment.toZonedDateTimeISO('Asia/Tokyo').toPlainDate().toString();
        expect(todayInTokyo(new Date(milliseconds))).toBe(day);
      }),
    );
  });
});
