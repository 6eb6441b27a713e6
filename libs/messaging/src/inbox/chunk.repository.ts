import type { Tx } from '@app/persistence';
import { streamOf } from './handler-runner.js';
import type { ChunkFacts, StreamFacts, StreamPlan } from './plan-chunk.js';

export interface ProgressRow {
  readonly topic: string;
  readonly partition: number;
  /** -1: from the log's start. */
  readonly nextOffset: bigint;
  readonly lastEventId: string | undefined;
}

export interface FactsQuery {
  readonly consumer: string;
  readonly clusterId: string;
  readonly partitions: readonly { topic: string; partition: number }[];
  readonly streams: readonly { topic: string; key: string }[];
  readonly eventIds: readonly string[];
}

interface FactRow {
  fact: 'progress' | 'stream' | 'fresh';
  topic: string;
  partition: number;
  key: string;
  event_id: string | null;
  number: string | null;
  blocked: boolean;
}

/**
 * One round trip after the locks: enters the ids into the inbox (those that are new come back) and reads progress and
 * streams. The progress row is not locked: it is moved by compare-and-set at the end. Streams are looked up one by one
 * with their whole key: a join is planned for the table of that moment, and may read every stream ever seen (ADR 24).
 */
export async function enterInbox(
  tx: Tx,
  query: FactsQuery,
): Promise<ChunkFacts & { progress: ProgressRow[] }> {
  const rows = await tx.query<FactRow>(
    `WITH entered AS (
       INSERT INTO inbox (consumer, event_id) SELECT $1, event_id FROM unnest($2::uuid[]) AS event_id
       ON CONFLICT DO NOTHING RETURNING event_id
     )
     SELECT 'fresh' AS fact, NULL AS topic, NULL::smallint AS partition, NULL::uuid AS key, event_id,
       NULL::bigint AS number, false AS blocked
     FROM entered
     UNION ALL
     SELECT 'progress', topic, partition, NULL, last_event_id, next_offset, false
     FROM partition_progress JOIN unnest($3::text[], $4::smallint[]) AS w(topic, partition) USING (topic, partition)
     WHERE consumer = $1 AND cluster_id = $5 AND halted IS NULL
     UNION ALL
     SELECT 'stream', w.topic, NULL, w.key, NULL,
       (SELECT s.last FROM stream_seen AS s WHERE s.consumer = $1 AND s.topic = w.topic AND s.key = w.key),
       (SELECT true FROM parked AS p WHERE p.consumer = $1 AND p.topic = w.topic AND p.key = w.key LIMIT 1) IS TRUE
     FROM unnest($6::text[], $7::uuid[]) AS w(topic, key)`,
    [
      query.consumer,
      query.eventIds,
      query.partitions.map((place) => place.topic),
      query.partitions.map((place) => place.partition),
      query.clusterId,
      query.streams.map((stream) => stream.topic),
      query.streams.map((stream) => stream.key),
    ],
    'inbox-enter',
  );
  return {
    fresh: new Set(rows.filter(isFact('fresh')).map((row) => row.event_id!)),
    streams: new Map(rows.filter(isFact('stream')).map((row) => [streamOf(row), streamFacts(row)])),
    progress: rows.filter(isFact('progress')).map((row) => ({
      topic: row.topic,
      partition: row.partition,
      nextOffset: BigInt(row.number!),
      lastEventId: row.event_id ?? undefined,
    })),
  };
}

const isFact =
  (fact: FactRow['fact']) =>
  (row: FactRow): boolean =>
    row.fact === fact;

const streamFacts = (row: FactRow): StreamFacts => ({
  last: row.number === null ? undefined : Number(row.number),
  blocked: row.blocked,
});

export interface ProgressMove {
  readonly topic: string;
  readonly partition: number;
  readonly from: bigint;
  readonly to: bigint;
  readonly lastEventId: string | undefined;
}

/**
 * The last statement of a chunk: what was seen of each stream, and the progress of all its partitions. Resolves to how
 * many partitions moved: a missing one belongs to somebody else by now, and everything must be rolled back.
 */
export async function finishChunk(
  tx: Tx,
  { consumer, clusterId }: Pick<FactsQuery, 'consumer' | 'clusterId'>,
  streams: readonly StreamPlan[],
  moves: readonly ProgressMove[],
): Promise<number> {
  const rows = await tx.query(
    `WITH seen AS (
       INSERT INTO stream_seen (consumer, topic, key, last)
       SELECT $1, * FROM unnest($2::text[], $3::uuid[], $4::bigint[])
       ON CONFLICT (consumer, topic, key) DO UPDATE SET last = EXCLUDED.last
     )
     UPDATE partition_progress AS p SET next_offset = m.next, last_event_id = m.event_id
     FROM unnest($5::text[], $6::smallint[], $7::bigint[], $8::bigint[], $9::uuid[])
       AS m(topic, partition, read, next, event_id)
     WHERE p.consumer = $1 AND p.cluster_id = $10 AND p.topic = m.topic AND p.partition = m.partition
       AND p.next_offset = m.read AND p.halted IS NULL
     RETURNING p.partition`,
    [
      consumer,
      streams.map((stream) => stream.topic),
      streams.map((stream) => stream.key),
      streams.map((stream) => stream.last),
      moves.map((move) => move.topic),
      moves.map((move) => move.partition),
      moves.map((move) => move.from.toString()),
      moves.map((move) => move.to.toString()),
      moves.map((move) => move.lastEventId ?? null),
      clusterId,
    ],
    'inbox-finish-chunk',
  );
  return rows.length;
}
