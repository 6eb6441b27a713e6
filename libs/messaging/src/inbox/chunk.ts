import type { LogBatch, StoredRecord } from '../event-log.port.js';

/** Consecutive records of one batch that go into one transaction. */
export interface Slice {
  readonly batch: LogBatch;
  readonly records: readonly StoredRecord[];
}

/** What one transaction takes on: slices of several partitions, each partition at most once. */
export type Chunk = readonly Slice[];

export const nameOf = ({ topic, partition }: { topic: string; partition: number }): string =>
  `${topic}|${partition}`;

export const sizeOf = (chunk: Chunk): number =>
  chunk.reduce((sum, slice) => sum + slice.records.length, 0);

/** Two chunks, the first to be committed before the second: every half is a beginning of what its partitions have left. */
export function halve(chunk: Chunk): [Chunk, Chunk] {
  let left = Math.floor(sizeOf(chunk) / 2);
  const first: Slice[] = [];
  const second: Slice[] = [];
  for (const { batch, records } of chunk) {
    const here = Math.min(left, records.length);
    left -= here;
    if (here > 0) first.push({ batch, records: records.slice(0, here) });
    if (here < records.length) second.push({ batch, records: records.slice(here) });
  }
  return [first, second];
}
