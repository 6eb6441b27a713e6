import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nextSend } from './next-send.js';

const row = (partition: number, bytes: number) => ({
  topic: 't',
  partition,
  headers: {},
  value: Buffer.alloc(bytes),
});

describe('nextSend', () => {
  it('sends small rows together', () => {
    const rows = Array.from({ length: 500 }, (_, index) => row(index % 24, 600));
    expect(nextSend(rows)).toHaveLength(500);
  });

  it('stops before a partition has more than a broker takes in one batch', () => {
    const rows = Array.from({ length: 6 }, () => row(3, 200_000));
    expect(nextSend(rows)).toHaveLength(3);
  });

  it('stops before the whole is too large', () => {
    const rows = Array.from({ length: 48 }, (_, index) => row(index % 24, 250_000));
    expect(nextSend(rows)).toHaveLength(31);
  });

  it('always sends one, never skips, and keeps to its limits', () => {
    const limits = { partitionBytes: 1_000, totalBytes: 3_000 };
    const some = fc.array(fc.tuple(fc.nat(5), fc.nat(1_500)), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(some, (sizes) => {
        const rows = sizes.map(([partition, bytes]) => row(partition, bytes));
        const sent = nextSend(rows, limits);
        expect(sent.length).toBeGreaterThan(0);
        expect(sent).toEqual(rows.slice(0, sent.length));
        if (sent.length === 1) return;
        const total = sent.reduce((sum, { value }) => sum + value.length, 0);
        expect(total).toBeLessThanOrEqual(limits.totalBytes);
      }),
    );
  });
});
