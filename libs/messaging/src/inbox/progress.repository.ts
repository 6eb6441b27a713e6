import type { ServiceDatabase } from '@app/persistence';
import type { LogPosition, TopicPartition } from '../event-log.port.js';

export interface Reader {
  readonly db: ServiceDatabase;
  readonly consumer: string;
  readonly clusterId: string;
}

/** `truncated`: the topic was made anew or lost its end. `start-beyond`: the log's start is past what we have read. */
export type HaltReason = 'truncated' | 'start-beyond';

export interface Progress extends TopicPartition {
  /** -1: from the log's start. */
  readonly nextOffset: bigint;
  readonly lastEventId: string | undefined;
  readonly halted: HaltReason | undefined;
}

interface Row {
  topic: string;
  partition: number;
  next_offset: string;
  last_event_id: string | null;
  halted: HaltReason | null;
}

const columns = (places: readonly TopicPartition[]): [string[], number[]] => [
  places.map((place) => place.topic),
  places.map((place) => place.partition),
];

/** Makes the rows of partitions that this consumer never read: they begin where the log begins. */
export async function createProgress(
  reader: Reader,
  begins: readonly LogPosition[],
): Promise<void> {
  await reader.db.query(
    `INSERT INTO partition_progress (consumer, cluster_id, topic, partition, next_offset)
     SELECT $1, $2, * FROM unnest($3::text[], $4::smallint[], $5::bigint[])
     ON CONFLICT DO NOTHING`,
    [
      reader.consumer,
      reader.clusterId,
      ...columns(begins),
      begins.map((begin) => begin.offset.toString()),
    ],
  );
}

export async function readProgress(
  reader: Reader,
  places: readonly TopicPartition[],
): Promise<Progress[]> {
  const rows = await reader.db.query<Row>(
    `SELECT topic, partition, next_offset, last_event_id, halted
     FROM partition_progress JOIN unnest($3::text[], $4::smallint[]) AS w(topic, partition) USING (topic, partition)
     WHERE consumer = $1 AND cluster_id = $2`,
    [reader.consumer, reader.clusterId, ...columns(places)],
  );
  return rows.map((row) => ({
    topic: row.topic,
    partition: row.partition,
    nextOffset: BigInt(row.next_offset),
    lastEventId: row.last_event_id ?? undefined,
    halted: row.halted ?? undefined,
  }));
}

/** Ends the state "from the log's start" by saying where that is. */
export async function beginAt(reader: Reader, begins: readonly LogPosition[]): Promise<void> {
  await reader.db.query(
    `UPDATE partition_progress AS p SET next_offset = b.offset_, last_event_id = NULL
     FROM unnest($3::text[], $4::smallint[], $5::bigint[]) AS b(topic, partition, offset_)
     WHERE p.consumer = $1 AND p.cluster_id = $2 AND p.topic = b.topic AND p.partition = b.partition
       AND p.next_offset = -1`,
    [
      reader.consumer,
      reader.clusterId,
      ...columns(begins),
      begins.map((begin) => begin.offset.toString()),
    ],
  );
}

/**
 * Stops a partition for everybody who reads as this consumer, until an operator decides. Only where progress still
 * stands as it was judged: an operator may have decided, or somebody moved on, meanwhile.
 */
export async function haltPartition(
  reader: Reader,
  { topic, partition, nextOffset }: Progress,
  reason: HaltReason,
): Promise<void> {
  await reader.db.query(
    `UPDATE partition_progress SET halted = $5, halted_at = now()
     WHERE consumer = $1 AND cluster_id = $2 AND topic = $3 AND partition = $4 AND halted IS NULL
       AND next_offset = $6`,
    [reader.consumer, reader.clusterId, topic, partition, reason, nextOffset.toString()],
  );
}
