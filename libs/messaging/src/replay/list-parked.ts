import type { ServiceDatabase } from '@app/persistence';

/** What may be shown of a parked record: no content. */
export interface ParkedSummary {
  readonly id: string;
  readonly consumer: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: string | null;
  readonly sequence: string | null;
  readonly eventId: string | null;
  readonly type: string | null;
  readonly reason: string;
  readonly state: string;
  readonly error: string | null;
  readonly tries: number;
  readonly nextTryAt: Date | null;
  readonly parkedAt: Date;
}

export interface HaltedPartition {
  readonly consumer: string;
  readonly topic: string;
  readonly partition: number;
  readonly nextOffset: string;
  readonly reason: string;
  readonly since: Date;
}

const COLUMNS = `id, consumer, topic, partition, log_offset AS "offset", key, sequence, event_id AS "eventId", type,
  reason, state, error, tries, next_try_at AS "nextTryAt", parked_at AS "parkedAt"`;

/** What is put aside: the first of each stream, or everything; dead ones first. */
export async function listParked(
  db: ServiceDatabase,
  options: { readonly all?: boolean; readonly limit?: number } = {},
): Promise<ParkedSummary[]> {
  const first = `SELECT DISTINCT ON (consumer, topic, coalesce(key::text, id::text)) * FROM parked
    ORDER BY consumer, topic, coalesce(key::text, id::text), sequence, id`;
  return db.query<ParkedSummary>(
    `SELECT ${COLUMNS} FROM (${options.all ? 'SELECT * FROM parked' : first}) AS parked
     ORDER BY state = 'dead' DESC, parked_at, id LIMIT $1`,
    [options.limit ?? 100],
  );
}

/** One parked record, and how many of its stream wait with it. */
export async function showParked(
  db: ServiceDatabase,
  id: string,
): Promise<(ParkedSummary & { readonly inStream: number }) | undefined> {
  const [row] = await db.query<ParkedSummary & { inStream: number }>(
    `SELECT ${COLUMNS}, (
       SELECT count(*)::int FROM parked AS p
       WHERE p.consumer = parked.consumer AND p.topic = parked.topic AND p.key = parked.key) AS "inStream"
     FROM parked WHERE id = $1`,
    [id],
  );
  return row;
}

export async function listHalted(db: ServiceDatabase): Promise<HaltedPartition[]> {
  return db.query<HaltedPartition>(
    `SELECT consumer, topic, partition, next_offset AS "nextOffset", halted AS reason, halted_at AS since
     FROM partition_progress WHERE halted IS NOT NULL ORDER BY consumer, topic, partition`,
  );
}
