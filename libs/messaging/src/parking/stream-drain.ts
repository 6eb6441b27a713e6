import type { ServiceDatabase, Tx, UnitOfWork } from '@app/persistence';
import type { Delivery, DeliveryFailure } from '../delivery.js';
import { errorText } from '../inbox/error-text.js';
import { faultOf } from '../inbox/fault.js';
import type { HandlerRegistry } from '../inbox/handler-registry.js';
import { HandlerRunner, type Prepared } from '../inbox/handler-runner.js';
import { openRecord } from '../inbox/open-record.js';
import { WatchedTx } from '../inbox/watched-tx.js';
import {
  DRAIN_ROWS,
  judgeParked,
  lastSeen,
  letOthersWait,
  moveLastSeen,
  readStream,
  removeParked,
  wakeStream,
  type StreamName,
} from './parked-stream.repository.js';
import { isPlaced, planDrain, type DrainPlan, type OpenedRow } from './plan-drain.js';
import { nextRetryMs, type RetryPolicy } from './retry-policy.js';

export interface StreamDrainOptions {
  readonly db: ServiceDatabase;
  readonly consumer: string;
  readonly uow: UnitOfWork;
  readonly registry: HandlerRegistry;
  readonly policy: RetryPolicy;
}

export interface Drained {
  readonly applied: number;
  /** A record used up its tries, or turned out to be one for an operator. */
  readonly died: boolean;
}

/** A record that the database refused when it was tried alone. */
class RecordFailedError extends Error {
  constructor(override readonly cause: unknown) {
    super('a parked record failed');
  }
}

/** Gets one parked stream on, in the order of its numbers, under its key's lock. */
export class StreamDrain {
  private readonly handlers: HandlerRunner;

  constructor(readonly options: StreamDrainOptions) {
    this.handlers = new HandlerRunner(options.registry);
  }

  /** @throws what the system is at fault for; nothing was counted then. */
  async drain(stream: StreamName): Promise<Drained> {
    try {
      return await this.attempt(stream, DRAIN_ROWS);
    } catch (error) {
      if (!(error instanceof RecordFailedError)) throw error;
    }
    // One of several records failed: the first alone, so that each failure finds its own.
    try {
      return await this.attempt(stream, 1);
    } catch (error) {
      if (!(error instanceof RecordFailedError)) throw error;
      return this.countFailure(stream, error.cause);
    }
  }

  private async attempt(stream: StreamName, limit: number): Promise<Drained> {
    const { db, consumer } = this.options;
    const peeked = this.open(
      await readStream((sql, params) => db.query(sql, params), consumer, stream),
    );
    const prepared = await this.handlers.prepare(deliveriesOf(peeked));
    return this.inTransaction(stream, async (tx) => {
      const rows = await this.stillThere(tx, stream, peeked);
      const plan = planDrain(rows, await lastSeen(tx, consumer, stream), limit);
      const failure = await this.apply(tx, plan, prepared);
      return this.settle(tx, stream, plan, failure);
    });
  }

  private open(rows: Awaited<ReturnType<typeof readStream>>): OpenedRow[] {
    return rows.flatMap((row) => {
      const opened = openRecord(row.record, this.options.registry);
      return isPlaced(opened) ? { row, opened } : [];
    });
  }

  /** What was peeked at without the lock, as it is now; up to the first that was not seen then. */
  private async stillThere(
    tx: Tx,
    stream: StreamName,
    peeked: readonly OpenedRow[],
  ): Promise<OpenedRow[]> {
    const now = await readStream(
      (sql, params) => tx.query(sql, params),
      this.options.consumer,
      stream,
    );
    const known = new Map(peeked.map(({ row, opened }) => [row.id, opened]));
    const unseen = now.findIndex((row) => !known.has(row.id));
    return now
      .slice(0, unseen < 0 ? now.length : unseen)
      .map((row) => ({ row, opened: known.get(row.id)! }));
  }

  private async apply(
    tx: WatchedTx,
    { run }: DrainPlan,
    prepared: Prepared,
  ): Promise<DeliveryFailure | undefined> {
    const failures = await this.handlers.apply(tx, deliveriesOf(run), prepared);
    return failures.values().next().value;
  }

  private async settle(
    tx: Tx,
    stream: StreamName,
    plan: DrainPlan,
    failure: DeliveryFailure | undefined,
  ): Promise<Drained> {
    const { consumer } = this.options;
    const failedAt = plan.run.findIndex(({ opened }) => opened.id === failure?.delivery.id);
    const applied = failedAt < 0 ? plan.run : plan.run.slice(0, failedAt);
    if (applied.length > 0) {
      await removeParked(
        tx,
        applied.map(({ row }) => row.id),
      );
      const last = Math.max(...applied.map(({ row }) => row.sequence));
      await moveLastSeen(tx, consumer, stream, last);
    }
    const failed = plan.run[failedAt];
    const died = failed
      ? await this.fail(tx, failed, failure!.error, failure!.dead ?? false)
      : await this.stopAt(tx, plan.stop);
    await letOthersWait(tx, consumer, stream, failed?.row.id);
    // Stopped by the limit only: go on at once.
    if (!failed && !plan.stop && applied.length > 0) await wakeStream(tx, consumer, stream);
    return { applied: applied.length, died };
  }

  private async fail(
    tx: Tx,
    { row }: OpenedRow,
    error: unknown,
    forGood: boolean,
  ): Promise<boolean> {
    const tries = row.tries + 1;
    const retryInMs = forGood ? undefined : nextRetryMs(this.options.policy, tries);
    const dead = retryInMs === undefined;
    await judgeParked(tx, row.id, {
      state: dead ? 'dead' : 'retrying',
      // An accepted fork stays one, or its number would count against it the next time.
      reason: row.reason === 'fork' ? 'fork' : 'failed',
      tries,
      error: errorText(error),
      ...(dead ? {} : { retryInMs }),
    });
    return dead;
  }

  private async stopAt(tx: Tx, stop: DrainPlan['stop']): Promise<boolean> {
    if (stop === undefined || stop.because === 'dead') return false;
    const { row, opened } = stop.at;
    const dead = stop.because === 'fork' || stop.because === 'invalid';
    await judgeParked(tx, row.id, {
      state: dead ? 'dead' : 'waiting',
      reason: stop.because,
      tries: row.tries,
      error: 'problem' in opened ? opened.problem : null,
    });
    return dead;
  }

  private async countFailure(stream: StreamName, error: unknown): Promise<Drained> {
    const { db, consumer } = this.options;
    const peeked = this.open(
      await readStream((sql, params) => db.query(sql, params), consumer, stream),
    );
    const died = await this.inTransaction(stream, async (tx) => {
      const [first] = await this.stillThere(tx, stream, peeked);
      if (first?.row.state !== 'retrying') return false;
      return this.fail(tx, first, error, false);
    });
    return { applied: 0, died };
  }

  private async inTransaction<T>(
    { key }: StreamName,
    work: (tx: WatchedTx) => Promise<T>,
  ): Promise<T> {
    let watched: WatchedTx | undefined;
    try {
      return await this.options.uow.run({ role: 'worker', keys: [key] }, (tx) => {
        watched = new WatchedTx(tx);
        return work(watched);
      });
    } catch (error) {
      if (faultOf(error, watched?.refused).whose === 'system') throw error;
      throw new RecordFailedError(error);
    }
  }
}

const deliveriesOf = (rows: readonly OpenedRow[]): Delivery[] =>
  rows.flatMap(({ opened }) => (opened.kind === 'deliver' ? opened.delivery : []));
