import type { LogBatch, StoredRecord } from '../event-log.port.js';
import { nameOf, type Chunk, type Slice } from './chunk.js';

interface Waiting {
  readonly batch: LogBatch;
  /** Index of the first record that is not done. */
  next: number;
  readonly end: () => void;
}

/** Bounds the memory of a chunk, whatever its number of keys. */
const MAX_CHUNK_BYTES = 8_000_000;

/**
 * Joins batches of several partitions that arrive together into one chunk: the number of round trips is the cost of a
 * chunk, not its rows. At most one batch per partition waits here; the log sends the next one when it ends.
 */
export class ChunkQueue {
  private readonly waiting = new Map<string, Waiting>();
  private arrival = Promise.withResolvers<void>();
  private closed = false;

  /** Resolves when the batch is done, dropped, or its partition taken away. */
  async add(batch: LogBatch): Promise<void> {
    if (this.closed || batch.signal.aborted || batch.records.length === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const entry: Waiting = { batch, next: 0, end: resolve };
    this.waiting.get(nameOf(batch))?.end();
    this.waiting.set(nameOf(batch), entry);
    const onAbort = (): void => this.remove(entry);
    batch.signal.addEventListener('abort', onAbort, { once: true });
    this.arrival.resolve();
    await promise;
    batch.signal.removeEventListener('abort', onAbort);
  }

  get isEmpty(): boolean {
    return this.waiting.size === 0;
  }

  /** Resolves when something waits, or the queue is closed. */
  async arrived(): Promise<void> {
    while (this.waiting.size === 0 && !this.closed) {
      this.arrival = Promise.withResolvers();
      await this.arrival.promise;
    }
  }

  /** The beginning of every waiting batch, fairly, up to so many different keys in all. */
  take(maxKeys: number): Chunk {
    const budget = new Budget(maxKeys, this.waiting.size);
    const entries = [...this.waiting.values()];
    const taken = entries.map((entry) => budget.takeShare(entry));
    return entries
      .map((entry, index): Slice => ({
        batch: entry.batch,
        records: entry.batch.records.slice(entry.next, budget.takeRest(entry, taken[index]!)),
      }))
      .filter((slice) => slice.records.length > 0);
  }

  /** Whether the batch is still to be worked on: not dropped, not taken away. */
  holds(batch: LogBatch): boolean {
    return this.entryOf(batch) !== undefined && !batch.signal.aborted;
  }

  /** The records of the slice are done for good. */
  done({ batch, records }: Slice): void {
    if (!batch.signal.aborted) batch.resolve(records.at(-1)!.offset + 1n);
    const entry = this.entryOf(batch);
    if (!entry) return;
    entry.next += records.length;
    // To the back: nobody starves when a chunk cannot hold all.
    this.waiting.delete(nameOf(batch));
    if (entry.next < batch.records.length) this.waiting.set(nameOf(batch), entry);
    else entry.end();
  }

  /** Nothing more of this batch: the log delivers the rest again, from where it is told to. */
  drop(batch: LogBatch): void {
    const entry = this.entryOf(batch);
    if (entry) this.remove(entry);
  }

  close(): void {
    this.closed = true;
    this.arrival.resolve();
    for (const entry of this.waiting.values()) this.remove(entry);
  }

  private entryOf(batch: LogBatch): Waiting | undefined {
    const entry = this.waiting.get(nameOf(batch));
    return entry?.batch === batch ? entry : undefined;
  }

  private remove(entry: Waiting): void {
    if (this.waiting.get(nameOf(entry.batch)) === entry) this.waiting.delete(nameOf(entry.batch));
    entry.end();
  }
}

/** Deals keys out: first an equal share to each batch, then what is left to whoever comes first. */
class Budget {
  private readonly keys = new Set<string>();
  private readonly share: number;
  private bytes = 0;

  constructor(
    private readonly maxKeys: number,
    batches: number,
  ) {
    this.share = Math.max(1, Math.floor(maxKeys / Math.max(1, batches)));
  }

  takeShare(entry: Waiting): number {
    return this.take(entry, entry.next, this.share);
  }

  takeRest(entry: Waiting, from: number): number {
    return this.take(entry, from, Infinity);
  }

  /** The index behind the last record taken. */
  private take({ batch }: Waiting, from: number, share: number): number {
    let index = from;
    while (index < batch.records.length && index - from < share && this.fits(batch.records[index]!))
      index++;
    return index;
  }

  private fits(record: StoredRecord): boolean {
    const key = record.key ?? '';
    if (this.keys.size >= this.maxKeys && !this.keys.has(key)) return false;
    const bytes = this.bytes + (record.value?.length ?? 0);
    if (bytes > MAX_CHUNK_BYTES && this.bytes > 0) return false;
    this.keys.add(key);
    this.bytes = bytes;
    return true;
  }
}
