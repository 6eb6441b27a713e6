import { describe, expect, it } from '@jest/globals';
import { addDays } from '@app/japan';
import {
  endOfPeriod,
  extendedEnd,
  extensibleFrom,
  isDueForReview,
  lastDueEnd,
} from './protection-period.js';

describe('the period of a protection', () => {
  it.each([
    ['2026-04-06', '2027-04-05', '2027-03-05'],
    ['2026-04-01', '2027-03-31', '2027-02-28'],
    ['2024-02-29', '2025-02-28', '2025-01-28'],
    ['2027-03-01', '2028-02-29', '2028-01-29'],
  ])('that begins on %s ends on %s and can be extended from %s', (startsOn, endsOn, from) => {
    expect(endOfPeriod(startsOn)).toBe(endsOn);
    expect(extensibleFrom(endsOn)).toBe(from);
  });

  it('is due for review from then on, also when it is over', () => {
    const due = ['2027-03-04', '2027-03-05', '2027-04-05', '2030-01-01'].map((today) =>
      isDueForReview('2027-04-05', today),
    );
    expect(due).toEqual([false, true, true, true]);
  });

  it.each(['2027-02-28', '2027-03-31', '2027-04-30', '2026-12-31', '2028-01-29'])(
    'is listed as due on %s up to the last end that is',
    (today) => {
      const last = lastDueEnd(today);
      expect([isDueForReview(last, today), isDueForReview(addDays(last, 1), today)]).toEqual([
        true,
        false,
      ]);
    },
  );

  it('is extended by one behind the last, or from a decision that came too late', () => {
    expect(extendedEnd('2027-04-05', '2027-03-20')).toBe('2028-04-05');
    expect(extendedEnd('2027-04-05', '2027-06-01')).toBe('2028-05-31');
  });
});
