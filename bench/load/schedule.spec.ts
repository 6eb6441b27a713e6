import { describe, expect, it } from '@jest/globals';
import { dueBy, dueTime, filingsIn } from './schedule.js';

describe('the schedule of an open load', () => {
  it('begins at once and goes on evenly', () => {
    expect([0, 1, 2, 700].map((index) => dueTime(index, 70))).toEqual([
      0,
      1000 / 70,
      2000 / 70,
      10_000,
    ]);
  });

  it.each([7, 30, 113.7, 999])('at %d a second knows each filing due at its time', (perSecond) => {
    for (let index = 0; index < 500; index += 1) {
      const due = dueTime(index, perSecond);
      expect(dueBy(due + 0.001, perSecond)).toBe(index + 1);
      if (index > 0) expect(dueBy(due - 0.001, perSecond)).toBe(index);
    }
  });

  it('needs as many filings as fall into its time, and at least one', () => {
    expect(filingsIn(3, 33.4)).toBe(100);
    expect(filingsIn(1, 0.2)).toBe(1);
  });
});
