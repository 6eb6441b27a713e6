import type { Tx } from '@app/persistence';
import type { DecisionSubject } from './decision.repository.js';
import { DecisionRefusedError } from './refused.error.js';

export interface ParkedRow {
  id: string;
  consumer: string;
  topic: string;
  partition: number;
  key: string | null;
  sequence: string;
  event_id: string | null;
  reason: string;
}

/** @throws DecisionRefusedError when it is not parked (any more) */
export async function findParked(tx: Tx, id: string): Promise<ParkedRow> {
  const [row] = await tx.query<ParkedRow>(
    'SELECT id, consumer, topic, partition, key, sequence, event_id, reason FROM parked WHERE id = $1',
    [id],
  );
  if (row === undefined) throw new DecisionRefusedError(`Record ${id} is not parked (any more).`);
  return row;
}

/** @throws DecisionRefusedError unless it is the first of its stream: what waits behind it must not overtake */
export async function refuseUnlessFirst(tx: Tx, row: ParkedRow): Promise<void> {
  const [first] = await tx.query<{ id: string }>(
    `SELECT id FROM parked WHERE consumer = $1 AND topic = $2 AND key = $3 ORDER BY sequence, id LIMIT 1`,
    [row.consumer, row.topic, row.key],
  );
  if (first?.id !== row.id)
    throw new DecisionRefusedError(`Record ${first?.id} of the same stream comes first.`);
}

export const subjectOf = (action: string, row: ParkedRow): DecisionSubject => ({
  action,
  rows: 1,
  consumer: row.consumer,
  topic: row.topic,
  partition: row.partition,
  key: row.key ?? undefined,
  sequence: row.key === null ? undefined : Number(row.sequence),
  eventId: row.event_id ?? undefined,
});
