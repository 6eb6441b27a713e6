import { performance } from 'node:perf_hooks';

/** Milliseconds, to the microsecond. */
export interface Times {
  readonly determinations: number;
  readonly medianMs: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** How long each piece of work takes, in `rounds` rounds over all of them; nothing else runs in between. */
export function timed(works: readonly (() => unknown)[], rounds: number): Times {
  const found: number[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const work of works) found.push(elapsed(work));
  }
  return timesOf(found);
}

export function elapsed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** Nearest-rank percentiles. @throws for no values */
export function timesOf(milliseconds: readonly number[]): Times {
  const sorted = milliseconds.toSorted((one, other) => one - other);
  const at = (share: number): number => {
    const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
    if (value === undefined) throw new Error('Nothing was measured.');
    return rounded(value);
  };
  return { determinations: sorted.length, medianMs: at(0.5), p99Ms: at(0.99), maxMs: at(1) };
}

export const rounded = (milliseconds: number): number => Math.round(milliseconds * 1000) / 1000;
