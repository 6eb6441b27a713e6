import { setTimeout as wait } from 'node:timers/promises';
import type pg from 'pg';
import {
  ConnectionLostError,
  DatabaseBusyError,
  asUnavailable,
  isContention,
  sqlStateOf,
} from './database.error.js';
import type { ServiceDatabase } from './service-database.js';
import { Transaction } from './transaction.js';
import type { Tx, UnitOfWorkOptions } from './tx.js';

export interface RetryOptions {
  /** Runs in all, the first included. */
  attempts: number;
  /** Mean wait before the second run in milliseconds; doubles with each further one. */
  baseMs: number;
  /** Chance: a number from 0 up to 1. */
  random: () => number;
}

export interface UnitOfWorkSettings {
  retry?: Partial<RetryOptions>;
  /** Called right after the locks are taken; throwing rolls back. Tests prove with it that nothing was written before. */
  onLocked?: (tx: Tx) => Promise<void>;
}

const RETRY: RetryOptions = { attempts: 4, baseMs: 20, random: Math.random };

/**
 * The only way to write. Each run is one READ COMMITTED transaction under a narrow role: first the locks of
 * all keys, then the work, then the steps before COMMIT. A run that met contention (55P03, 40001, 40P01) or
 * lost its connection before COMMIT is run again, so `work` must not change anything but the database.
 */
export class UnitOfWork {
  private readonly retry: RetryOptions;

  constructor(
    private readonly db: ServiceDatabase,
    private readonly settings: UnitOfWorkSettings = {},
  ) {
    this.retry = { ...RETRY, ...settings.retry };
  }

  /**
   * @throws DatabaseUnavailableError when no connection can be had; nothing was written.
   * @throws DatabaseBusyError when the locks could not be had in all attempts; nothing was written.
   * @throws UnknownOutcomeError when the connection died in COMMIT.
   * @throws what `work` throws, after a rollback.
   */
  async run<T>(options: UnitOfWorkOptions, work: (tx: Tx) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.runOnce(options, work);
      } catch (error) {
        if (!isContention(error) && !(error instanceof ConnectionLostError)) throw error;
        if (attempt >= this.retry.attempts) throw exhausted(error);
        await wait(this.retry.baseMs * 2 ** attempt * this.retry.random());
      }
    }
  }

  private async runOnce<T>(options: UnitOfWorkOptions, work: (tx: Tx) => Promise<T>): Promise<T> {
    const tx = new Transaction(this.db, await this.connect());
    let result: T;
    try {
      await Promise.all([tx.begin(options), tx.lock(options.keys)]);
      await this.settings.onLocked?.(tx);
      result = await work(tx);
      await tx.runBeforeCommit();
      await tx.commit();
    } catch (error) {
      throw await tx.abandon(error);
    }
    tx.finish();
    return result;
  }

  private async connect(): Promise<pg.PoolClient> {
    try {
      return await this.db.pool.connect();
    } catch (error) {
      throw asUnavailable(error);
    }
  }
}

function exhausted(error: unknown): Error {
  if (error instanceof ConnectionLostError) return error;
  return new DatabaseBusyError(sqlStateOf(error) ?? '', { cause: error });
}
