import type { DeliveryLog } from '../host.port.js';
import type { StoredRecord } from '../event-log.port.js';
import { halve, sizeOf, type Chunk } from './chunk.js';
import {
  ChunkFailedError,
  MisplacedError,
  type ChunkRunner,
  type OpenedChunk,
} from './chunk-runner.js';
import { findSuspects } from './find-suspects.js';
import type { ChunkPlan } from './plan-chunk.js';

export interface ChunkProcessorOptions {
  readonly runner: ChunkRunner;
  readonly log: DeliveryLog;
  readonly consumer: string;
  /** What of the chunk may still be worked on. */
  readonly left: (chunk: Chunk) => Chunk;
  readonly onCommitted: (chunk: Chunk, plan: ChunkPlan, tookMs: number) => void;
  readonly onMisplaced: (error: MisplacedError) => Promise<void>;
  /** Rests after the system failed for the nth time in a row; the same chunk is tried again afterwards. */
  readonly onOutage: (failure: ChunkFailedError, attempt: number) => Promise<void>;
}

/** After so many failures for lack of memory or time it was too much at once. */
const LOAD_TRIES = 3;

/** What is known about a chunk from the tries so far. */
class Tries {
  readonly known = new Map<StoredRecord, Error>();
  loads: number;
  outages = 0;
  searched = false;

  /** @param whole of which this chunk is a half: when that was too much three times, a half need not show it so often. */
  constructor(chunk: Chunk, whole?: Tries) {
    const isHalf = whole !== undefined && whole.loads >= LOAD_TRIES && sizeOf(chunk) > 1;
    this.loads = isHalf ? LOAD_TRIES - 1 : 0;
  }
}

/** Gets a chunk done whatever happens, or leaves it to somebody else. Never throws. */
export class ChunkProcessor {
  constructor(private readonly options: ChunkProcessorOptions) {}

  async process(whole: Chunk, before?: Tries): Promise<void> {
    const tries = new Tries(whole, before);
    for (;;) {
      const chunk = this.options.left(whole);
      if (chunk.length === 0) return;
      const smaller = await this.attempt(chunk, tries);
      if (smaller === 'done') return;
      if (smaller === 'again') continue;
      for (const half of smaller) await this.process(half, tries);
      return;
    }
  }

  private async attempt(chunk: Chunk, tries: Tries): Promise<'done' | 'again' | Chunk[]> {
    const { runner, onCommitted } = this.options;
    let opened: OpenedChunk | undefined;
    try {
      opened = await runner.open(chunk);
      const startedAt = performance.now();
      const plan = await runner.run(opened, tries.known);
      onCommitted(chunk, plan, performance.now() - startedAt);
      return 'done';
    } catch (error) {
      return await this.afterFailure(error, chunk, opened, tries);
    }
  }

  private async afterFailure(
    error: unknown,
    chunk: Chunk,
    opened: OpenedChunk | undefined,
    tries: Tries,
  ): Promise<'again' | Chunk[]> {
    if (error instanceof MisplacedError) {
      await this.options.onMisplaced(error);
      return 'again';
    }
    const failure = asFailure(error);
    const { whose, code } = failure.fault;
    this.options.log.warn(
      { consumer: this.options.consumer, code, err: failure.cause },
      'A chunk failed.',
    );
    if (whose === 'load' && ++tries.loads >= LOAD_TRIES) return this.smaller(chunk, failure, tries);
    if (whose === 'record' && opened !== undefined)
      return this.withoutSuspects(chunk, opened, failure, tries);
    await this.options.onOutage(failure, ++tries.outages);
    return 'again';
  }

  private async withoutSuspects(
    chunk: Chunk,
    opened: OpenedChunk,
    failure: ChunkFailedError,
    tries: Tries,
  ): Promise<'again' | Chunk[]> {
    // Searched before and still failing: its cases fail only together.
    if (tries.searched) return this.smaller(chunk, failure, tries);
    try {
      const suspects = await findSuspects(this.options.runner, opened);
      tries.searched = true;
      for (const [record, error] of suspects) tries.known.set(record, error);
      return 'again';
    } catch (error) {
      return await this.afterFailure(error, chunk, undefined, tries);
    }
  }

  /** Halves, as beginnings of what each partition has left; a single record is not tried any more but parked. */
  private async smaller(
    chunk: Chunk,
    failure: ChunkFailedError,
    tries: Tries,
  ): Promise<'again' | Chunk[]> {
    if (sizeOf(chunk) > 1) return halve(chunk);
    const [record] = chunk[0]!.records;
    // Not tried, and it failed all the same: parking itself fails.
    if (tries.known.has(record!)) await this.options.onOutage(failure, ++tries.outages);
    tries.known.set(record!, asError(failure.cause));
    return 'again';
  }
}

/** Anything unforeseen is ours, not a record's: wait, say so, try again. */
function asFailure(error: unknown): ChunkFailedError {
  if (error instanceof ChunkFailedError) return error;
  return new ChunkFailedError(error, { whose: 'system', code: 'unforeseen', from: 'handler' });
}

const asError = (error: unknown): Error =>
  error instanceof Error ? error : new Error('something that is no Error was thrown');
