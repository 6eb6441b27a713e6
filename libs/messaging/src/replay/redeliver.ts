import type { ServiceDatabase } from '@app/persistence';
import { OUTBOX_START, type OutboxPosition } from '../relay/outbox-position.js';
import { inOwnTransaction } from './own-transaction.js';
import { recordDecision, type Decision } from './decision.repository.js';

export interface RedeliverFilter {
  readonly topic: string;
  readonly key?: string;
  readonly partition?: number;
  /** Written at or after. */
  readonly since?: Date;
  /** Of each of these streams what lies above the number. */
  readonly above?: readonly { readonly key: string; readonly sequence: number }[];
}

const ROWS = 500;

/**
 * Says again what was said: copies of outbox rows go to the end of the outbox, with the ids and numbers that they had,
 * and readers drop what they know. For a new reader, a gap, a truncated topic. Only what the relay has sent already;
 * the rest is on its way anyhow. Resolves to the number of events.
 */
export async function redeliver(
  db: ServiceDatabase,
  filter: RedeliverFilter,
  decision: Decision,
): Promise<number> {
  let total = 0;
  let after = OUTBOX_START;
  for (;;) {
    const copied = await copyNext(db, filter, after);
    total += copied.count;
    if (copied.count < ROWS) break;
    after = copied.last;
  }
  await inOwnTransaction(db, (tx) =>
    recordDecision(tx, decision, {
      action: 'redeliver',
      rows: total,
      topic: filter.topic,
      partition: filter.partition,
      key: filter.key,
    }),
  );
  return total;
}

/** One transaction for 500 rows: a long one would keep every relay of the cluster back. */
async function copyNext(
  db: ServiceDatabase,
  filter: RedeliverFilter,
  after: OutboxPosition,
): Promise<{ count: number; last: OutboxPosition }> {
  const [row] = await inOwnTransaction(db, (tx) =>
    tx.query<{ count: number; xid: string | null; seq: string | null }>(COPY, [
      filter.topic,
      after.xid.toString(),
      after.seq.toString(),
      filter.key ?? null,
      filter.partition ?? null,
      filter.since ?? null,
      filter.above?.map(({ key }) => key) ?? null,
      filter.above?.map(({ sequence }) => sequence) ?? null,
      db.service,
    ]),
  );
  const { count, xid, seq } = row!;
  return { count, last: { xid: BigInt(xid ?? 0), seq: BigInt(seq ?? 0) } };
}

const COPY = `
  WITH chosen AS (
    SELECT o.* FROM outbox AS o
    CROSS JOIN (SELECT last_xid, last_seq FROM relay_cursor WHERE service = $9) AS c
    WHERE o.topic = $1 AND (o.xid, o.seq) > ($2::xid8, $3::bigint) AND NOT o.redelivery
      AND (o.xid, o.seq) <= (c.last_xid, c.last_seq)
      AND ($4::uuid IS NULL OR o.key = $4) AND ($5::int IS NULL OR o.partition = $5)
      AND ($6::timestamptz IS NULL OR o.created_at >= $6)
      AND ($7::uuid[] IS NULL OR EXISTS (
        SELECT FROM unnest($7::uuid[], $8::bigint[]) AS above(key, sequence)
        WHERE o.key = above.key AND o.sequence > above.sequence))
    ORDER BY o.xid, o.seq LIMIT ${ROWS}
  ), copied AS (
    INSERT INTO outbox (event_id, topic, partition, key, sequence, type, headers, payload, redelivery)
    SELECT event_id, topic, partition, key, sequence, type, headers, payload, true
    FROM chosen ORDER BY xid, seq
    RETURNING 1
  )
  SELECT (SELECT count(*)::int FROM copied) AS count, xid, seq
  FROM (SELECT 1) AS always
  LEFT JOIN (SELECT xid, seq FROM chosen ORDER BY xid DESC, seq DESC LIMIT 1) AS last ON true`;
