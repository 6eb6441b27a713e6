import pg from 'pg';
import {
  ConnectionLostError,
  UnknownOutcomeError,
  isLostConnection,
  sqlStateOf,
} from './database.error.js';
import { roleOf } from './naming.js';
import type { Row, ServiceDatabase } from './service-database.js';
import type { Tx, UnitOfWorkOptions } from './tx.js';

/** Sorted by hash, so that all who lock several keys wait in one order; distinct, as keys may share a hash. */
const LOCK_ALL = `
  SELECT pg_advisory_xact_lock(hash)
  FROM (
    SELECT DISTINCT hashtextextended($1 || ':' || key, 0) AS hash
    FROM unnest($2::text[]) AS key
    ORDER BY hash
  ) AS ordered`;

const IDLE_IN_TRANSACTION = '25P03';

/** One transaction on one borrowed connection, from BEGIN to the connection's return. */
export class Transaction implements Tx {
  readonly service: string;
  readonly schema: string;
  private readonly beforeCommitSteps: (() => Promise<void>)[] = [];
  private readonly afterCommitSteps: (() => void)[] = [];
  private failedStatement: unknown;
  private connectionError: Error | undefined;
  private readonly onConnectionError = (error: Error): void => {
    // The server's reason comes first, the end of the socket after it.
    this.connectionError ??= error;
  };

  constructor(
    db: ServiceDatabase,
    private readonly client: pg.PoolClient,
  ) {
    this.service = db.service;
    this.schema = db.schema;
    client.on('error', this.onConnectionError);
  }

  async query<R = Row>(sql: string, params: readonly unknown[] = [], name?: string): Promise<R[]> {
    const values = [...params];
    const statement =
      name === undefined
        ? { text: sql, values }
        : { text: sql, values, name: `${this.service}:${name}` };
    const result = await this.send(() => this.client.query<R & pg.QueryResultRow>(statement));
    return result.rows;
  }

  beforeCommit(step: () => Promise<void>): void {
    this.beforeCommitSteps.push(step);
  }

  afterCommit(step: () => void): void {
    this.afterCommitSteps.push(step);
  }

  /** BEGIN, role and settings in one round trip; none of the three assigns a transaction id. */
  async begin({ role, wards = [], subjects = [] }: UnitOfWorkOptions): Promise<void> {
    const roleName = pg.escapeIdentifier(roleOf(this.service, role));
    await this.send(() =>
      this.client.query(
        `BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
         SET LOCAL ROLE ${roleName};
         SELECT set_config('app.wards', ${pg.escapeLiteral(textArray(wards))}, true),
           set_config('app.subjects', ${pg.escapeLiteral(textArray(subjects))}, true)`,
      ),
    );
  }

  async lock(keys: readonly string[]): Promise<void> {
    if (keys.length > 0) await this.query(LOCK_ALL, [this.service, keys], 'lock-keys');
  }

  /** Steps may add steps (an outbox flush that another step wrote to). */
  async runBeforeCommit(): Promise<void> {
    for (const step of this.beforeCommitSteps) await step();
  }

  async commit(): Promise<void> {
    let command: string;
    try {
      command = (await this.client.query('COMMIT')).command;
    } catch (error) {
      if (!isLostConnection(error)) throw error;
      throw new UnknownOutcomeError('the connection died in COMMIT', { cause: error });
    }
    if (command === 'COMMIT') return;
    // PostgreSQL answers COMMIT of a failed transaction with a quiet ROLLBACK.
    throw this.failedStatement instanceof Error
      ? this.failedStatement
      : new Error('the transaction was rolled back');
  }

  /** Gives the connection back after COMMIT, then wakes up who waits. */
  finish(): void {
    this.giveBack(this.connectionError);
    for (const step of this.afterCommitSteps) {
      try {
        step();
      } catch (error) {
        // The writes are there: a failing wake-up must not tell the caller otherwise.
        process.emitWarning(error instanceof Error ? error : String(error));
      }
    }
  }

  /** Rolls back and gives the connection back, or throws it away when it may be broken. Returns what to report. */
  async abandon(error: unknown): Promise<unknown> {
    const broken = this.connectionError ?? (isBroken(error) ? error : await this.rollback());
    this.giveBack(broken);
    return sqlStateOf(broken) === IDLE_IN_TRANSACTION ? broken : error;
  }

  private async rollback(): Promise<Error | undefined> {
    try {
      await this.client.query('ROLLBACK');
      return undefined;
    } catch (error) {
      return error as Error;
    }
  }

  private giveBack(broken: Error | undefined): void {
    this.client.off('error', this.onConnectionError);
    this.client.release(broken);
  }

  private async send<T>(statement: () => Promise<T>): Promise<T> {
    try {
      return await statement();
    } catch (error) {
      const reported = isLostConnection(error) ? new ConnectionLostError(error) : error;
      this.failedStatement ??= reported;
      throw reported;
    }
  }
}

/** Nothing can be said on the connection any more: a ROLLBACK would only be waited for. */
const isBroken = (error: unknown): error is Error =>
  error instanceof UnknownOutcomeError || error instanceof ConnectionLostError;

/** A text[] literal; ward codes have leading zeros and must stay text. */
function textArray(values: readonly string[]): string {
  const quoted = values.map((value) => `"${value.replace(/[\\"]/g, '\\$&')}"`);
  return `{${quoted.join(',')}}`;
}
