import type { Tx } from '@app/persistence';
import { partitionOf } from '../partition/partition-of.js';
import { headersOf, type NumberedEvent, type PendingStream } from './pending-events.js';

/**
 * Reserves the next numbers of streams that may exist, in one statement under the locks of their keys, and returns
 * the last number before them, in the order asked for.
 */
export async function takeSequences(tx: Tx, streams: readonly PendingStream[]): Promise<number[]> {
  const rows = await tx.query<{ place: number; before: string }>(
    `WITH asked AS (
       SELECT * FROM unnest($1::text[], $2::uuid[], $3::int[]) WITH ORDINALITY AS asked(topic, key, count, place)
     ), taken AS (
       INSERT INTO stream (topic, key, last) SELECT topic, key, count FROM asked
       ON CONFLICT (topic, key) DO UPDATE SET last = stream.last + EXCLUDED.last
       RETURNING topic, key, last
     )
     SELECT place::int, last - count AS before FROM taken JOIN asked USING (topic, key) ORDER BY place`,
    [
      streams.map((stream) => stream.topic),
      streams.map((stream) => stream.key),
      streams.map((stream) => stream.events.length),
    ],
    'outbox-take-sequences',
  );
  return rows.map((row) => Number(row.before));
}

export interface OutboxRow extends NumberedEvent {
  readonly payload: string;
}

/**
 * Writes events in their order, and the streams of brand-new keys with them. A new key that exists after all is a
 * unique violation: two writers believed to have minted the same id.
 */
export async function insertOutbox(
  tx: Tx,
  newStreams: readonly PendingStream[],
  rows: readonly OutboxRow[],
): Promise<void> {
  await tx.query(
    `WITH opened AS (
       INSERT INTO stream (topic, key, last) SELECT * FROM unnest($1::text[], $2::uuid[], $3::int[])
     )
     INSERT INTO outbox (event_id, topic, partition, key, sequence, type, headers, payload)
     SELECT event_id, topic, partition, key, sequence, type, headers, convert_to(payload, 'UTF8')
     FROM unnest($4::uuid[], $5::text[], $6::smallint[], $7::uuid[], $8::bigint[], $9::text[], $10::jsonb[], $11::text[])
       WITH ORDINALITY AS event(event_id, topic, partition, key, sequence, type, headers, payload, place)
     ORDER BY place`,
    [
      newStreams.map((stream) => stream.topic),
      newStreams.map((stream) => stream.key),
      newStreams.map((stream) => stream.events.length),
      rows.map((row) => row.id),
      rows.map((row) => row.contract.topic),
      rows.map((row) => partitionOf(row.key)),
      rows.map((row) => row.key),
      rows.map((row) => row.sequence),
      rows.map((row) => row.contract.type),
      rows.map(headersOf),
      rows.map((row) => row.payload),
    ],
    'outbox-insert',
  );
}
