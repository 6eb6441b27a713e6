import { lowestOwnTransaction, type ServiceDatabase } from '@app/persistence';
import { cloudEventHeaders, sourceOf } from '../envelope/cloud-event-headers.js';
import type { LogRecord } from '../event-log.port.js';
import { OUTBOX_START, type OutboxPosition } from './outbox-position.js';

/** An outbox row on its way out. */
export interface OutboxRecord extends LogRecord {
  readonly position: OutboxPosition;
}

interface Row {
  xid: string;
  seq: string;
  event_id: string;
  topic: string;
  partition: number;
  key: string;
  sequence: string;
  type: string;
  headers: { time: string; traceparent?: string };
  payload: Buffer;
}

const ROWS = 500;

/**
 * The next rows behind `after`, at most 500 and about `maxBytes`, at least one if there is any. Only rows of
 * transactions below every one of this service still running: what is seen here can get no predecessor any more. A cursor on `seq`
 * alone loses rows; a bound on `created_at` does when the clock steps.
 */
export async function readOutbox(
  db: ServiceDatabase,
  after: OutboxPosition,
  maxBytes: number,
): Promise<OutboxRecord[]> {
  const { rows } = await db.pool.query<Row>({
    name: `${db.service}:relay-read`,
    text: `
      SELECT xid, seq, event_id, topic, partition, key, sequence, type, headers, payload
      FROM (
        SELECT *, sum(octet_length(payload)) OVER (ORDER BY xid, seq) AS running
        FROM (
          SELECT * FROM outbox
          WHERE (xid, seq) > ($1::xid8, $2::bigint) AND xid < ${lowestOwnTransaction(db.service)}
          ORDER BY xid, seq LIMIT ${ROWS}
        ) AS next
      ) AS counted
      WHERE running <= $3 OR running = octet_length(payload)
      ORDER BY xid, seq`,
    values: [after.xid.toString(), after.seq.toString(), maxBytes],
  });
  return rows.map((row) => toRecord(db.service, row));
}

function toRecord(service: string, row: Row): OutboxRecord {
  return {
    position: { xid: BigInt(row.xid), seq: BigInt(row.seq) },
    topic: row.topic,
    partition: row.partition,
    key: row.key,
    value: row.payload,
    headers: cloudEventHeaders({
      id: row.event_id,
      type: row.type,
      key: row.key,
      sequence: row.sequence,
      source: sourceOf(service),
      time: row.headers.time,
      traceparent: row.headers.traceparent,
    }),
  };
}

/** The last committed row. */
export async function outboxEnd(db: ServiceDatabase): Promise<OutboxPosition> {
  const { rows } = await db.pool.query<Pick<Row, 'xid' | 'seq'>>(
    'SELECT xid, seq FROM outbox ORDER BY xid DESC, seq DESC LIMIT 1',
  );
  const [row] = rows;
  return row ? { xid: BigInt(row.xid), seq: BigInt(row.seq) } : OUTBOX_START;
}

/** The transaction id that this database cluster will give next, at least. */
export async function nextTransactionId(db: ServiceDatabase): Promise<bigint> {
  const { rows } = await db.pool.query<{ xmax: string }>(
    'SELECT pg_snapshot_xmax(pg_current_snapshot()) AS xmax',
  );
  return BigInt(rows[0]!.xmax);
}

/** How long the first row behind `after` has been waiting, in seconds; undefined when there is none. */
export async function oldestUnsentSeconds(
  db: ServiceDatabase,
  after: OutboxPosition,
): Promise<number | undefined> {
  const { rows } = await db.pool.query<{ seconds: number }>(
    `SELECT extract(epoch FROM clock_timestamp() - created_at)::float8 AS seconds
     FROM outbox WHERE (xid, seq) > ($1::xid8, $2::bigint) ORDER BY xid, seq LIMIT 1`,
    [after.xid.toString(), after.seq.toString()],
  );
  return rows[0]?.seconds;
}
