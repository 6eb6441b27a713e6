import { describe, expect, it } from '@jest/globals';
import { v7 as uuidV7 } from 'uuid';
import type { LogBatch, StoredRecord } from '../event-log.port.js';
import { ChunkQueue } from './chunk-queue.js';
import { halve, sizeOf } from './chunk.js';

interface TestBatch extends LogBatch {
  readonly resolved: bigint[];
  readonly abort: () => void;
}

function batchOf(partition: number, keys: readonly string[], bytes = 10): TestBatch {
  const controller = new AbortController();
  const resolved: bigint[] = [];
  const records = keys.map((key, index): StoredRecord => ({
    ...{ topic: 't', partition, key, offset: BigInt(100 + index) },
    headers: {},
    value: Buffer.alloc(bytes),
  }));
  return {
    ...{ topic: 't', partition, records, high: 1000n, resolved },
    signal: controller.signal,
    resolve: (next) => void resolved.push(next),
    abort: () => controller.abort(),
  };
}

const keys = (count: number): string[] => Array.from({ length: count }, () => uuidV7());
const settled = async (promise: Promise<void>): Promise<boolean> => {
  let over = false;
  void promise.then(() => (over = true));
  await new Promise((resolve) => setImmediate(resolve));
  return over;
};

describe('ChunkQueue', () => {
  it('joins what waits into one chunk, and ends each batch when it is done', async () => {
    const queue = new ChunkQueue();
    const [first, second] = [batchOf(0, keys(3)), batchOf(1, keys(2))];
    const added = [queue.add(first), queue.add(second)];
    const chunk = queue.take(200);
    expect(sizeOf(chunk)).toBe(5);
    for (const slice of chunk) queue.done(slice);
    await Promise.all(added);
    expect([first.resolved, second.resolved]).toEqual([[103n], [102n]]);
    expect(queue.take(200)).toEqual([]);
  });

  it('holds a chunk to its number of cases, each partition with its share', () => {
    const queue = new ChunkQueue();
    void queue.add(batchOf(0, keys(100)));
    void queue.add(batchOf(1, keys(100)));
    void queue.add(batchOf(2, keys(2)));
    const chunk = queue.take(30);
    expect(chunk.map(({ records }) => records.length)).toEqual([18, 10, 2]);
  });

  it('counts a case once, however many of its events there are', () => {
    const queue = new ChunkQueue();
    const [key, ...others] = keys(10) as [string, ...string[]];
    void queue.add(batchOf(0, [...Array<string>(50).fill(key), ...others]));
    const [slice] = queue.take(3);
    expect(slice!.records).toHaveLength(52);
  });

  it('bounds the bytes of a chunk, but always takes one record', () => {
    const queue = new ChunkQueue();
    void queue.add(batchOf(0, keys(10), 3_000_000));
    expect(sizeOf(queue.take(200))).toBe(2);
    const alone = new ChunkQueue();
    void alone.add(batchOf(0, keys(2), 9_000_000));
    expect(sizeOf(alone.take(200))).toBe(1);
  });

  it('goes on with a batch where it stopped, and lets others go first', () => {
    const queue = new ChunkQueue();
    const large = batchOf(0, keys(25));
    void queue.add(large);
    for (const slice of queue.take(10)) queue.done(slice);
    void queue.add(batchOf(1, keys(5)));
    const chunk = queue.take(200);
    expect(chunk[0]!.batch).toBe(large);
    expect(chunk[0]!.records[0]!.offset).toBe(110n);
    expect(large.resolved).toEqual([110n]);
  });

  it('lets go of a batch whose partition is taken away, and resolves nothing of it', async () => {
    const queue = new ChunkQueue();
    const lost = batchOf(0, keys(3));
    const added = queue.add(lost);
    const [slice] = queue.take(200);
    expect(queue.holds(lost)).toBe(true);
    lost.abort();
    expect(await settled(added)).toBe(true);
    expect(queue.holds(lost)).toBe(false);
    queue.done(slice!);
    expect(lost.resolved).toEqual([]);
  });

  it('drops a batch that is delivered from the wrong place', async () => {
    const queue = new ChunkQueue();
    const batch = batchOf(0, keys(3));
    const added = queue.add(batch);
    expect(await settled(added)).toBe(false);
    queue.drop(batch);
    expect(await settled(added)).toBe(true);
    expect(batch.resolved).toEqual([]);
  });

  it('wakes who waits for work, and lets everybody go when it is closed', async () => {
    const queue = new ChunkQueue();
    const arrived = queue.arrived();
    expect(await settled(arrived)).toBe(false);
    const added = queue.add(batchOf(0, keys(1)));
    expect(await settled(arrived)).toBe(true);
    queue.close();
    expect(await settled(added)).toBe(true);
    expect(await settled(queue.arrived())).toBe(true);
    expect(await settled(queue.add(batchOf(1, keys(1))))).toBe(true);
  });
});

describe('halve', () => {
  it('makes beginnings of what each partition has left', () => {
    const [left, right] = [batchOf(0, keys(3)), batchOf(1, keys(4))];
    const chunk = [left, right].map((batch) => ({ batch, records: batch.records }));
    const [first, second] = halve(chunk);
    expect(first.map(({ records }) => records.map(({ offset }) => offset))).toEqual([
      [100n, 101n, 102n],
    ]);
    expect(second.map(({ batch, records }) => [batch.partition, records.length])).toEqual([[1, 4]]);
    expect(sizeOf(first) + sizeOf(second)).toBe(7);
  });
});
