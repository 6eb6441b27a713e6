import type { ServiceDatabase, Tx } from '@app/persistence';
import type { StoredRecord } from '../event-log.port.js';
import { decodeRecord, type ParkReason, type ParkedState } from './parked-record.js';

export interface StreamName {
  readonly topic: string;
  readonly key: string;
}

export interface ParkedRow {
  readonly id: string;
  readonly sequence: number;
  readonly reason: ParkReason;
  readonly state: ParkedState;
  readonly tries: number;
  readonly record: StoredRecord;
}

/** So many of one stream are tried in one transaction; the rest follows. */
export const DRAIN_ROWS = 50;

interface Row {
  id: string;
  topic: string;
  partition: number;
  log_offset: string;
  sequence: string;
  reason: ParkReason;
  state: ParkedState;
  tries: number;
  record: Buffer;
}

type Query = <R>(sql: string, params: unknown[]) => Promise<R[]>;

/** The first parked records of a stream, in the order in which they have to be applied. */
export async function readStream(
  query: Query,
  consumer: string,
  { topic, key }: StreamName,
): Promise<ParkedRow[]> {
  const rows = await query<Row>(
    `SELECT id, topic, partition, log_offset, sequence, reason, state, tries, record
     FROM parked WHERE consumer = $1 AND topic = $2 AND key = $3
     ORDER BY sequence, id LIMIT ${DRAIN_ROWS}`,
    [consumer, topic, key],
  );
  return rows.map((row) => ({
    id: row.id,
    sequence: Number(row.sequence),
    reason: row.reason,
    state: row.state,
    tries: row.tries,
    record: decodeRecord(row.record, {
      topic: row.topic,
      partition: row.partition,
      offset: BigInt(row.log_offset),
    }),
  }));
}

export async function lastSeen(
  tx: Tx,
  consumer: string,
  { topic, key }: StreamName,
): Promise<number | undefined> {
  const [row] = await tx.query<{ last: string }>(
    'SELECT last FROM stream_seen WHERE consumer = $1 AND topic = $2 AND key = $3',
    [consumer, topic, key],
  );
  return row && Number(row.last);
}

/** Moves a stream on; never back. */
export async function moveLastSeen(
  tx: Tx,
  consumer: string,
  { topic, key }: StreamName,
  last: number,
): Promise<void> {
  await tx.query(
    `INSERT INTO stream_seen (consumer, topic, key, last) VALUES ($1, $2, $3, $4)
     ON CONFLICT (consumer, topic, key) DO UPDATE SET last = greatest(stream_seen.last, EXCLUDED.last)`,
    [consumer, topic, key, last],
  );
}

export async function removeParked(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.query('DELETE FROM parked WHERE id = ANY ($1::bigint[])', [ids]);
}

export interface Verdict {
  readonly state: ParkedState;
  readonly reason: ParkReason;
  readonly tries: number;
  readonly error: string | null;
  /** For `retrying`. */
  readonly retryInMs?: number;
}

export async function judgeParked(tx: Tx, id: string, verdict: Verdict): Promise<void> {
  await tx.query(
    `UPDATE parked SET state = $2, reason = $3, tries = $4, error = coalesce($5, error),
       next_try_at = now() + make_interval(secs => $6::int / 1000.0)
     WHERE id = $1`,
    [
      id,
      verdict.state,
      verdict.reason,
      verdict.tries,
      verdict.error,
      verdict.state === 'retrying' ? (verdict.retryInMs ?? 0) : null,
    ],
  );
}

/** Only the first record of a stream has a time; those behind it wait for it. */
export async function letOthersWait(
  tx: Tx,
  consumer: string,
  { topic, key }: StreamName,
  head: string | undefined,
): Promise<void> {
  await tx.query(
    `UPDATE parked SET state = 'waiting', next_try_at = NULL
     WHERE consumer = $1 AND topic = $2 AND key = $3 AND state = 'retrying' AND id IS DISTINCT FROM $4`,
    [consumer, topic, key, head ?? null],
  );
}

/** The streams that are due, longest first. */
export async function dueStreams(
  db: ServiceDatabase,
  consumer: string,
  limit: number,
): Promise<StreamName[]> {
  return db.query<{ topic: string; key: string }>(
    `SELECT topic, key FROM parked
     WHERE consumer = $1 AND next_try_at <= now() AND key IS NOT NULL
     GROUP BY topic, key ORDER BY min(next_try_at) LIMIT $2`,
    [consumer, limit],
  );
}

export interface TypeName {
  readonly topic: string;
  readonly type: string;
}

/** The types for which something waits. */
export async function awaitedTypes(db: ServiceDatabase, consumer: string): Promise<TypeName[]> {
  return db.query<{ topic: string; type: string }>(
    `SELECT DISTINCT topic, type FROM parked
     WHERE consumer = $1 AND reason = 'unknown-type' AND state = 'waiting'`,
    [consumer],
  );
}

/** Puts what waited for a newer version back into the race, now that these types are known. */
export async function wakeTypes(
  db: ServiceDatabase,
  consumer: string,
  known: readonly TypeName[],
): Promise<void> {
  await db.query(
    `UPDATE parked AS p SET state = 'retrying', next_try_at = now()
     FROM unnest($2::text[], $3::text[]) AS known(topic, type)
     WHERE p.consumer = $1 AND p.reason = 'unknown-type' AND p.state = 'waiting'
       AND p.topic = known.topic AND p.type = known.type`,
    [consumer, known.map(({ topic }) => topic), known.map(({ type }) => type)],
  );
}

/** Makes the first record of a stream due, after something before it was settled. */
export async function wakeStream(
  tx: Tx,
  consumer: string,
  { topic, key }: StreamName,
): Promise<void> {
  await tx.query(
    `UPDATE parked SET state = 'retrying', next_try_at = now()
     WHERE state = 'waiting' AND id = (
       SELECT id FROM parked WHERE consumer = $1 AND topic = $2 AND key = $3 ORDER BY sequence, id LIMIT 1)`,
    [consumer, topic, key],
  );
}
