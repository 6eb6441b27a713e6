import { asUnavailable } from './database.error.js';
import type { ServiceDatabase } from './service-database.js';
import { Transaction } from './transaction.js';
import type { UnitOfWorkOptions } from './tx.js';

export interface CursorStatement {
  readonly sql: string;
  readonly params: readonly unknown[];
  /** Rows per round trip, and in memory. */
  readonly batch: number;
}

/**
 * Reads a statement's rows batch by batch, all as of one moment, with the rights of a narrow role. Holds a connection and
 * a transaction that writes nothing (relays do not wait for it) until it is closed; who lets ten seconds pass between two
 * batches loses it.
 */
export class RowCursor<R> {
  private constructor(
    private readonly tx: Transaction,
    private readonly batch: number,
  ) {}

  /** @throws what the statement or the connection fails with; nothing is left open then */
  static async open<R>(
    db: ServiceDatabase,
    sight: Omit<UnitOfWorkOptions, 'keys'>,
    { sql, params, batch }: CursorStatement,
  ): Promise<RowCursor<R>> {
    const client = await db.pool.connect().catch((error: unknown) => {
      throw asUnavailable(error);
    });
    const tx = new Transaction(db, client);
    try {
      await tx.begin({ ...sight, keys: [] });
      await tx.query(`DECLARE row_cursor NO SCROLL CURSOR FOR ${sql}`, params);
    } catch (error) {
      throw await tx.abandon(error);
    }
    return new RowCursor<R>(tx, batch);
  }

  /** The next rows; none at the end. */
  next(): Promise<R[]> {
    return this.tx.query<R>(`FETCH FORWARD ${this.batch} FROM row_cursor`);
  }

  async close(): Promise<void> {
    await this.tx.abandon(undefined);
  }
}
