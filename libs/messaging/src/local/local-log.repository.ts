import type { ServiceDatabase } from '@app/persistence';
import type pg from 'pg';
import type {
  LogEnds,
  LogPosition,
  LogRecord,
  StoredRecord,
  TopicPartition,
} from '../event-log.port.js';

const topicsOf = (places: readonly TopicPartition[]): string[] =>
  places.map((place) => place.topic);
const partitionsOf = (places: readonly TopicPartition[]): number[] =>
  places.map((place) => place.partition);

export async function clusterIdOf(db: ServiceDatabase): Promise<string> {
  const [row] = await db.query<{ id: string }>('SELECT id FROM event_log.cluster');
  if (!row) throw new Error('event_log: not provisioned (provisionEventLog)');
  return row.id;
}

/** How many partitions each of these topics has, as far as the service may see them. */
export async function partitionsPerTopic(
  db: ServiceDatabase,
  topics: readonly string[],
): Promise<Map<string, number>> {
  const rows = await db.query<{ topic: string; partitions: number }>(
    `SELECT topic, count(*)::int AS partitions FROM event_log.topic_partition
     WHERE topic = ANY ($1) GROUP BY topic`,
    [topics],
  );
  return new Map(rows.map((row) => [row.topic, row.partitions]));
}

/** Numbers and writes the records in their order; resolves to how many were written. */
export async function appendRecords(
  client: pg.ClientBase,
  service: string,
  records: readonly LogRecord[],
): Promise<number> {
  const { rowCount } = await client.query({
    name: `${service}:local-append`,
    text: `
      WITH appended AS (
        SELECT * FROM unnest($1::text[], $2::smallint[], $3::text[], $4::json[], $5::bytea[])
          WITH ORDINALITY AS r(topic, partition, key, headers, value, place)
      ), counted AS (
        SELECT topic, partition, count(*) AS records FROM appended GROUP BY topic, partition
      ), numbered AS (
        UPDATE event_log.topic_partition AS p SET next_offset = next_offset + records
        FROM counted AS c WHERE p.topic = c.topic AND p.partition = c.partition
        RETURNING p.topic, p.partition, next_offset - records AS first
      )
      INSERT INTO event_log.record (topic, partition, log_offset, key, headers, value)
      SELECT topic, partition,
        first - 1 + row_number() OVER (PARTITION BY topic, partition ORDER BY place),
        key, headers, value
      FROM appended JOIN numbered USING (topic, partition)`,
    values: [
      topicsOf(records),
      partitionsOf(records),
      records.map((record) => record.key),
      records.map((record) => JSON.stringify(record.headers)),
      records.map((record) => record.value),
    ],
  });
  return rowCount ?? 0;
}

interface RecordRow {
  topic: string;
  partition: number;
  high: string;
  /** Null: nothing lies there. */
  log_offset: string | null;
  key: string | null;
  headers: Record<string, string>;
  value: Buffer | null;
}

export interface ReadPartition extends TopicPartition {
  readonly high: bigint;
  /** None where the log ends before the position, or has a hole up to its end. */
  readonly records: StoredRecord[];
}

const RECORDS_PER_PARTITION = 200;
const RECORDS = 1_000;

/** The next records at or behind each position, partition by partition; only partitions that do not end there. */
export async function readRecords(
  db: ServiceDatabase,
  positions: readonly LogPosition[],
): Promise<ReadPartition[]> {
  const { rows } = await db.pool.query<RecordRow>({
    name: `${db.service}:local-read`,
    text: `
      SELECT p.topic, p.partition, p.next_offset AS high, r.log_offset, r.key, r.headers, r.value
      FROM unnest($1::text[], $2::smallint[], $3::bigint[]) AS wanted(topic, partition, from_offset)
      JOIN event_log.topic_partition AS p USING (topic, partition)
      LEFT JOIN LATERAL (
        SELECT log_offset, key, headers, value FROM event_log.record
        WHERE topic = p.topic AND partition = p.partition AND log_offset >= wanted.from_offset
        ORDER BY log_offset LIMIT ${RECORDS_PER_PARTITION}
      ) AS r ON true
      WHERE p.next_offset <> wanted.from_offset
      LIMIT ${RECORDS}`,
    values: [
      topicsOf(positions),
      partitionsOf(positions),
      positions.map((position) => position.offset.toString()),
    ],
  });
  return perPartition(rows);
}

function perPartition(rows: readonly RecordRow[]): ReadPartition[] {
  const found = new Map<string, ReadPartition>();
  for (const row of rows) {
    const { topic, partition } = row;
    const name = `${topic}|${partition}`;
    const read = found.get(name) ?? { topic, partition, high: BigInt(row.high), records: [] };
    found.set(name, read);
    if (row.log_offset === null) continue;
    read.records.push({
      topic,
      partition,
      offset: BigInt(row.log_offset),
      key: row.key ?? undefined,
      headers: row.headers,
      value: row.value ?? undefined,
    });
  }
  return [...found.values()];
}

export async function endsOf(
  db: ServiceDatabase,
  partitions: readonly TopicPartition[],
): Promise<LogEnds[]> {
  const rows = await db.query<{ topic: string; partition: number; low: string; high: string }>(
    `SELECT topic, partition, start_offset AS low, next_offset AS high
     FROM event_log.topic_partition
     JOIN unnest($1::text[], $2::smallint[]) AS wanted(topic, partition) USING (topic, partition)`,
    [topicsOf(partitions), partitionsOf(partitions)],
  );
  return rows.map((row) => ({ ...row, low: BigInt(row.low), high: BigInt(row.high) }));
}

/**
 * Removes what is older than the log keeps (30 days) from the service's own topics, at most `limit` records a
 * partition, always from the beginning. Resolves to how many went.
 */
export async function expireRecords(
  db: ServiceDatabase,
  topics: readonly string[],
  retentionDays: number,
  limit = 1_000,
): Promise<number> {
  const [row] = await db.query<{ removed: number }>(
    `WITH old AS (
       SELECT r.topic, r.partition, r.log_offset
       FROM event_log.topic_partition AS p
       CROSS JOIN LATERAL (
         SELECT * FROM event_log.record
         WHERE topic = p.topic AND partition = p.partition AND log_offset >= p.start_offset
         ORDER BY log_offset LIMIT $3
       ) AS r
       WHERE p.topic = ANY ($1) AND r.appended_at < now() - make_interval(days => $2)
     ), removed AS (
       DELETE FROM event_log.record AS r USING old
       WHERE r.topic = old.topic AND r.partition = old.partition AND r.log_offset = old.log_offset
       RETURNING r.topic, r.partition, r.log_offset
     ), moved AS (
       UPDATE event_log.topic_partition AS p SET start_offset = last + 1
       FROM (SELECT topic, partition, max(log_offset) AS last FROM removed GROUP BY topic, partition) AS gone
       WHERE p.topic = gone.topic AND p.partition = gone.partition
     )
     SELECT count(*)::int AS removed FROM removed`,
    [topics, retentionDays, limit],
  );
  return row!.removed;
}
