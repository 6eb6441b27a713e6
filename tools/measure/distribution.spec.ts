import { describe, expect, it } from '@jest/globals';
import { distributionOf } from './distribution.js';

describe('distributionOf', () => {
  it('gives nearest-rank percentiles in whatever order the values come', () => {
    const values = Array.from({ length: 200 }, (_, index) => 200 - index);
    expect(distributionOf(values)).toEqual({ count: 200, p50: 100, p99: 198, max: 200 });
  });

  it('gives the one value there is', () => {
    expect(distributionOf([7.25])).toEqual({ count: 1, p50: 7.3, p99: 7.3, max: 7.3 });
  });

  it('refuses to say something about nothing', () => {
    expect(() => distributionOf([])).toThrow('Nothing was measured');
  });
});
