import type { Tx, UnitOfWork } from '@app/persistence';
import { isForGood } from '../decide-each.js';
import type { DeliveryFailure } from '../delivery.js';
import type { StoredRecord } from '../event-log.port.js';
import { insertParked } from '../parking/parked.repository.js';
import {
  enterInbox,
  finishChunk,
  type ProgressMove,
  type ProgressRow,
} from './chunk.repository.js';
import { nameOf, type Chunk, type Slice } from './chunk.js';
import { faultOf, type Fault } from './fault.js';
import type { HandlerRegistry } from './handler-registry.js';
import { HandlerRunner, streamOf, type Prepared } from './handler-runner.js';
import { idOf, judgeSlice, type Misplacement } from './judge-slice.js';
import { openRecord, type OpenedRecord, type PlacedRecord } from './open-record.js';
import { planChunk, withFailures, type ChunkPlan } from './plan-chunk.js';
import { WatchedTx } from './watched-tx.js';

/** A chunk with everything that could be done before its transaction. */
export interface OpenedChunk {
  readonly chunk: Chunk;
  readonly records: ReadonlyMap<StoredRecord, OpenedRecord>;
  readonly prepared: Prepared;
}

export interface ChunkRunnerOptions {
  readonly consumer: string;
  readonly clusterId: string;
  readonly uow: UnitOfWork;
  readonly registry: HandlerRegistry;
  readonly firstRetryMs: () => number;
  /** The place in front of which a hole of the log's own was found. */
  readonly toleratedHole: (slice: Slice) => bigint | undefined;
}

/** A transaction that was rolled back, and whose fault it was. */
export class ChunkFailedError extends Error {
  constructor(
    override readonly cause: unknown,
    readonly fault: Fault,
  ) {
    super(`a chunk failed: ${fault.code}`);
  }
}

/** Slices that do not continue where we are; nothing was written. */
export class MisplacedError extends Error {
  constructor(readonly slices: readonly { slice: Slice; misplacement: Misplacement }[]) {
    super('partitions are not where they are read from');
  }
}

class ProbePassed extends Error {}

/** Errors by record: known to fail when applied, so not even tried. */
export type KnownFailures = ReadonlyMap<StoredRecord, Error>;

/** Runs chunks in one transaction each. */
export class ChunkRunner {
  private readonly handlers: HandlerRunner;

  constructor(private readonly options: ChunkRunnerOptions) {
    this.handlers = new HandlerRunner(options.registry);
  }

  /** @throws ChunkFailedError of the system's fault when a handler could not prepare. */
  async open(chunk: Chunk): Promise<OpenedChunk> {
    const records = new Map(
      recordsOf(chunk).map((record) => [record, openRecord(record, this.options.registry)]),
    );
    const deliveries = [...records.values()].flatMap((opened) =>
      opened.kind === 'deliver' ? opened.delivery : [],
    );
    try {
      return { chunk, records, prepared: await this.handlers.prepare(deliveries) };
    } catch (error) {
      const { code, from } = faultOf(error, undefined);
      throw new ChunkFailedError(error, { whose: 'system', code, from });
    }
  }

  /**
   * Commits the chunk with its progress.
   * @throws MisplacedError, ChunkFailedError; then nothing was written (but after a COMMIT of unknown outcome, which a
   * repetition finds out).
   */
  async run(opened: OpenedChunk, known: KnownFailures): Promise<ChunkPlan> {
    return this.inTransaction([...opened.records.values()], async (tx) => {
      const { plan, progress } = await this.plan(tx, opened, [...opened.records.values()]);
      const moves = movesOf(opened.chunk, progress);
      const applied = await this.apply(tx, plan, opened, known);
      if (applied.parked.length > 0)
        await insertParked(tx, this.options, applied.parked, this.options.firstRetryMs);
      this.finish(tx, opened, applied, moves);
      return applied;
    });
  }

  /** Applies only these records, outbox included, and rolls back. Resolves to what went wrong, if anything did. */
  async probe(
    opened: OpenedChunk,
    records: readonly PlacedRecord[],
  ): Promise<ChunkFailedError | undefined> {
    try {
      await this.inTransaction(records, async (tx) => {
        const { plan } = await this.plan(tx, opened, records);
        await this.handlers.apply(tx, plan.deliveries, opened.prepared);
        tx.beforeCommit(async () => {
          await tx.query('SET CONSTRAINTS ALL IMMEDIATE');
          throw new ProbePassed();
        });
      });
    } catch (error) {
      if (!(error instanceof ChunkFailedError)) throw error;
      return error.cause instanceof ProbePassed ? undefined : error;
    }
    throw new Error('a probe was committed');
  }

  private async inTransaction<T>(
    records: readonly OpenedRecord[],
    work: (tx: WatchedTx) => Promise<T>,
  ): Promise<T> {
    const keys = [...new Set(records.flatMap((opened) => (opened.readable ? opened.key : [])))];
    let watched: WatchedTx | undefined;
    try {
      return await this.options.uow.run({ role: 'worker', keys }, (tx) => {
        watched = new WatchedTx(tx);
        return work(watched);
      });
    } catch (error) {
      if (error instanceof MisplacedError) throw error;
      throw new ChunkFailedError(error, faultOf(error, watched?.refused));
    }
  }

  private async plan(
    tx: Tx,
    { chunk }: OpenedChunk,
    records: readonly OpenedRecord[],
  ): Promise<{ plan: ChunkPlan; progress: ReadonlyMap<string, ProgressRow> }> {
    const placed = records.filter((opened) => opened.readable);
    const facts = await enterInbox(tx, {
      ...this.options,
      partitions: chunk.map(({ batch }) => batch),
      streams: streamsOf(placed),
      eventIds: placed.map((opened) => opened.id),
    });
    const progress = new Map(facts.progress.map((row) => [nameOf(row), row]));
    this.check(chunk, progress);
    const ahead = records.filter(
      ({ record }) => record.offset >= progress.get(nameOf(record))!.nextOffset,
    );
    return { plan: planChunk(ahead, facts), progress };
  }

  /** Sent now, awaited before COMMIT: what the outbox asks in between shares its round trip. */
  private finish(tx: Tx, { chunk }: OpenedChunk, plan: ChunkPlan, moves: ProgressMove[]): void {
    const streams = [...plan.streams.values()].filter((stream) => stream.steps.length > 0);
    const moved = finishChunk(tx, this.options, streams, moves);
    moved.catch(() => undefined);
    tx.beforeCommit(async () => {
      if ((await moved) !== moves.length)
        throw new MisplacedError(
          chunk.map((slice) => ({ slice, misplacement: 'fenced' as const })),
        );
    });
  }

  private check(chunk: Chunk, progress: ReadonlyMap<string, ProgressRow>): void {
    const misplaced = chunk.flatMap((slice) => {
      const row = progress.get(nameOf(slice.batch));
      const misplacement = judgeSlice(slice, row, this.options.toleratedHole(slice));
      return misplacement === undefined ? [] : [{ slice, misplacement }];
    });
    if (misplaced.length > 0) throw new MisplacedError(misplaced);
  }

  private async apply(
    tx: WatchedTx,
    plan: ChunkPlan,
    opened: OpenedChunk,
    known: KnownFailures,
  ): Promise<ChunkPlan> {
    const failures = knownFailures(plan, opened, known);
    const tried = plan.deliveries.filter((delivery) => {
      const failure = failures.get(streamOf(delivery));
      return failure === undefined || delivery.sequence < failure.delivery.sequence;
    });
    const found = await this.handlers.apply(tx, tried, opened.prepared);
    return withFailures(plan, new Map([...failures, ...found]));
  }
}

const recordsOf = (chunk: Chunk): StoredRecord[] => chunk.flatMap((slice) => slice.records);

function streamsOf(records: readonly PlacedRecord[]): { topic: string; key: string }[] {
  const streams = new Map(
    records.map(({ record: { topic }, key }) => [streamOf({ topic, key }), { topic, key }]),
  );
  return [...streams.values()];
}

function knownFailures(
  plan: ChunkPlan,
  { records }: OpenedChunk,
  known: KnownFailures,
): Map<string, DeliveryFailure> {
  const failures = new Map<string, DeliveryFailure>();
  for (const [record, error] of known) {
    const opened = records.get(record);
    if (opened?.kind !== 'deliver' || !plan.deliveries.includes(opened.delivery)) continue;
    const { delivery } = opened;
    failures.set(streamOf(delivery), { delivery, error, dead: isForGood(error) });
  }
  return failures;
}

/** Where the partitions stand behind this chunk; those of which everything lay below our place do not move. */
function movesOf(chunk: Chunk, progress: ReadonlyMap<string, ProgressRow>): ProgressMove[] {
  return chunk.flatMap(({ batch: { topic, partition }, records }) => {
    const from = progress.get(nameOf({ topic, partition }))!.nextOffset;
    const last = records.at(-1)!;
    if (last.offset < from) return [];
    return [{ topic, partition, from, to: last.offset + 1n, lastEventId: idOf(last) }];
  });
}
