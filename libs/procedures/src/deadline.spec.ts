import { describe, expect, it } from '@jest/globals';
import { OpenDayCalendar, UnknownCalendarYearError } from '@app/japan';
import { deadlineOf } from './deadline.js';
import type { DeadlineRule } from './determination.js';

const calendar = new OpenDayCalendar();

describe('deadlineOf', () => {
  it.each<[DeadlineRule, string, string, string]>([
    ['J14', '2026-03-28', '2026-04-11', '2026-04-13'],
    ['J14', '2026-03-30', '2026-04-13', '2026-04-13'],
    ['J10', '2026-05-11', '2026-05-21', '2026-05-21'],
    ['J15', '2026-05-09', '2026-05-24', '2026-05-25'],
    ['J30', '2026-05-11', '2026-06-10', '2026-06-10'],
    ['K14', '2025-10-20', '2025-11-02', '2025-11-04'],
    ['K7', '2026-05-11', '2026-05-17', '2026-05-18'],
    ['K10', '2026-05-11', '2026-05-20', '2026-05-20'],
    ['KM3', '2026-01-31', '2026-04-30', '2026-04-30'],
    ['A15', '2026-03-28', '2026-04-12', '2026-04-13'],
    ['M3', '2026-02-28', '2026-05-31', '2026-06-01'],
    ['M3', '2026-04-30', '2026-07-31', '2026-07-31'],
    ['Y2', '2026-02-28', '2028-02-29', '2028-02-29'],
    ['Y5', '2026-05-11', '2031-05-11', '2031-05-11'],
    ['C90', '2026-04-06', '2026-07-05', '2026-07-05'],
    ['PRE', '2026-05-10', '2026-05-10', '2026-05-10'],
  ])('%s from %s: raw %s, rolled %s', (rule, from, rawLastDay, deadline) => {
    expect(deadlineOf(rule, from, calendar)).toMatchObject({
      rawLastDay,
      deadline,
      countedFrom: from,
    });
  });

  it.each<DeadlineRule>(['SOON', 'NONE', 'AUTO'])('%s has no date', (rule) => {
    expect(deadlineOf(rule, '2026-05-11', calendar)).toEqual({
      deadline: null,
      countedFrom: null,
      rawLastDay: null,
    });
  });

  it('gives the loss-free date with A15 only: the later of deadline and last open day of the month', () => {
    expect(deadlineOf('A15', '2026-05-01', calendar).noLossDeadline).toBe('2026-05-29');
    expect(deadlineOf('A15', '2026-05-20', calendar).noLossDeadline).toBe('2026-06-04');
    expect(deadlineOf('J14', '2026-05-01', calendar)).not.toHaveProperty('noLossDeadline');
  });

  it('has no dates while the day it counts from is unknown', () => {
    expect(deadlineOf('A15', undefined, calendar)).toEqual({
      deadline: null,
      countedFrom: null,
      rawLastDay: null,
      noLossDeadline: null,
    });
  });

  it('rolls a fixed date of one year, or of the next that comes', () => {
    expect(deadlineOf('FIX', '2026-01-10', calendar, '2026-05-23').deadline).toBe('2026-05-25');
    expect(deadlineOf('FIX', '2026-09-01', calendar, '08-31')).toMatchObject({
      rawLastDay: '2027-08-31',
    });
  });

  it('needs no calendar for what does not roll', () => {
    expect(deadlineOf('Y2', '2050-06-01', calendar).deadline).toBe('2052-06-01');
    expect(() => deadlineOf('J14', '2050-12-30', calendar)).toThrow(UnknownCalendarYearError);
  });
});
