import { describe, expect, it } from '@jest/globals';
import { timed, timesOf } from './measure-rules.js';

describe('the times of determinations', () => {
  it('are the value in the middle, that of 99 in 100, and the longest', () => {
    const values = Array.from({ length: 200 }, (_one, at) => 200 - at);
    expect(timesOf(values)).toEqual({ determinations: 200, medianMs: 100, p99Ms: 198, maxMs: 200 });
    expect(timesOf([0.12345])).toMatchObject({ medianMs: 0.123, maxMs: 0.123 });
    expect(() => timesOf([])).toThrow('Nothing was measured.');
  });

  it('count every piece of work in every round', () => {
    let count = 0;
    const work = () => count++;
    expect(timed([work, work], 3).determinations).toBe(6);
    expect(count).toBe(6);
  });
});
