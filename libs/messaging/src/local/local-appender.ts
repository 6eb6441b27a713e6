import type { Appender, LogClient, LogRecord, MoveCursor } from '../event-log.port.js';
import { appendRecords } from './local-log.repository.js';

/** Cursor and records in one transaction: the local log knows no duplicates of a relay. */
export class LocalAppender implements Appender {
  constructor(
    private readonly client: LogClient,
    private readonly onAppended: (topics: ReadonlySet<string>) => void,
  ) {}

  async append(records: readonly LogRecord[], moveCursor: MoveCursor): Promise<boolean> {
    const { db, service } = this.client;
    const connection = await db.pool.connect();
    let broken: Error | undefined;
    const onError = (error: Error): void => {
      broken = error;
    };
    connection.on('error', onError);
    try {
      await connection.query('BEGIN');
      // First: a relay that was overtaken waits here for the new one, and then sees its epoch.
      const moved = await moveCursor(connection);
      if (moved && (await appendRecords(connection, service, records)) !== records.length)
        throw new Error("event_log: a topic is not provisioned, or not this service's to write");
      await connection.query(moved ? 'COMMIT' : 'ROLLBACK');
      if (moved) this.onAppended(new Set(records.map((record) => record.topic)));
      return moved;
    } catch (error) {
      broken ??= error as Error;
      throw error;
    } finally {
      connection.off('error', onError);
      // A connection that failed inside a transaction is thrown away, transaction and all.
      connection.release(broken);
    }
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
