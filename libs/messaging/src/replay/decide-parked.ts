import type { Tx, UnitOfWork } from '@app/persistence';
import { NIL as NO_CASE } from 'uuid';
import {
  lastSeen,
  moveLastSeen,
  removeParked,
  wakeStream,
  type StreamName,
} from '../parking/parked-stream.repository.js';
import { recordDecision, type Decision, type DecisionSubject } from './decision.repository.js';
import { DecisionRefusedError } from './refused.error.js';

interface ParkedRow {
  id: string;
  consumer: string;
  topic: string;
  partition: number;
  key: string | null;
  sequence: string;
  event_id: string | null;
  reason: string;
}

/**
 * Has a parked record tried again, with all its tries anew. A fork is then applied although its number was used
 * before. The service does it within a second.
 */
export async function retryParked(uow: UnitOfWork, id: string, decision: Decision): Promise<void> {
  await withParked(uow, id, async (tx, row) => {
    if (row.key === null)
      throw new DecisionRefusedError(
        'Nobody can say whose record this is, so it cannot be applied: discard it.',
      );
    await refuseUnlessFirst(tx, row);
    await tx.query(
      `UPDATE parked SET state = 'retrying', tries = 0, next_try_at = now() WHERE id = $1`,
      [id],
    );
    await recordDecision(tx, decision, subjectOf('retry', row));
  });
}

const STREAMS = 200;

interface DeadFilter {
  readonly consumer: string;
  readonly topic?: string;
}

/**
 * Has all dead records tried again that their handlers could not apply or that broke their contract: for after the
 * mend of a version. Forks and unreadable records stay. Resolves to how many.
 */
export async function retryAllDead(
  uow: UnitOfWork,
  filter: DeadFilter,
  decision: Decision,
): Promise<number> {
  let total = 0;
  let after: string = NO_CASE;
  for (;;) {
    const keys = await deadKeys(uow, filter, after);
    if (keys.length === 0) return total;
    after = keys.at(-1)!;
    total += await retryDeadOf(uow, filter, keys, decision);
  }
}

const DEAD = `consumer = $1 AND ($2::text IS NULL OR topic = $2) AND state = 'dead' AND reason IN ('failed', 'invalid')`;

/** In the order of their ids: what dies again meanwhile is not met a second time. */
async function deadKeys(
  uow: UnitOfWork,
  { consumer, topic }: DeadFilter,
  after: string,
): Promise<string[]> {
  const rows = await uow.run({ role: 'worker', keys: [] }, (tx) =>
    tx.query<{ key: string }>(
      `SELECT DISTINCT key FROM parked WHERE ${DEAD} AND key > $3 ORDER BY key LIMIT ${STREAMS}`,
      [consumer, topic ?? null, after],
    ),
  );
  return rows.map(({ key }) => key);
}

async function retryDeadOf(
  uow: UnitOfWork,
  { consumer, topic }: DeadFilter,
  keys: readonly string[],
  decision: Decision,
): Promise<number> {
  return uow.run({ role: 'worker', keys }, async (tx) => {
    const rows = await tx.query(
      `UPDATE parked SET state = 'retrying', tries = 0, next_try_at = now()
       WHERE ${DEAD} AND key = ANY ($3::uuid[]) RETURNING id`,
      [consumer, topic ?? null, keys],
    );
    await recordDecision(tx, decision, { action: 'retry', rows: rows.length, consumer, topic });
    return rows.length;
  });
}

/**
 * Gives a record up for good; what waits behind it goes on as if it had been applied.
 * @throws DecisionRefusedError unless it is the first of its stream, with nothing missing before it
 */
export async function discardParked(
  uow: UnitOfWork,
  id: string,
  decision: Decision,
): Promise<void> {
  await withParked(uow, id, async (tx, row) => {
    if (row.key !== null) await passInStream(tx, row, { topic: row.topic, key: row.key });
    await removeParked(tx, [id]);
    if (row.key !== null) await wakeStream(tx, row.consumer, { topic: row.topic, key: row.key });
    await recordDecision(tx, decision, subjectOf('discard', row));
  });
}

async function refuseUnlessFirst(tx: Tx, row: ParkedRow): Promise<void> {
  const [first] = await tx.query<{ id: string }>(
    `SELECT id FROM parked WHERE consumer = $1 AND topic = $2 AND key = $3 ORDER BY sequence, id LIMIT 1`,
    [row.consumer, row.topic, row.key],
  );
  if (first?.id !== row.id)
    throw new DecisionRefusedError(`Record ${first?.id} of the same stream comes first.`);
}

async function passInStream(tx: Tx, row: ParkedRow, stream: StreamName): Promise<void> {
  await refuseUnlessFirst(tx, row);
  const sequence = Number(row.sequence);
  const last = await lastSeen(tx, row.consumer, stream);
  // A stream of snapshots that was never seen may begin anywhere.
  const missing = last === undefined ? row.reason === 'gap' : sequence > last + 1;
  if (missing)
    throw new DecisionRefusedError(
      `Number ${(last ?? 0) + 1} of this stream has not come: redeliver it, or use discard-gap.`,
    );
  if (sequence > (last ?? 0)) await moveLastSeen(tx, row.consumer, stream, sequence);
}

export interface Gap extends StreamName {
  readonly consumer: string;
  /** The missing number: the one after the last applied. */
  readonly sequence: number;
}

/** Gives a number up that never came; what waits behind it goes on. */
export async function discardGap(uow: UnitOfWork, gap: Gap, decision: Decision): Promise<void> {
  const { consumer, sequence } = gap;
  await uow.run({ role: 'worker', keys: [gap.key] }, async (tx) => {
    const last = (await lastSeen(tx, consumer, gap)) ?? 0;
    if (sequence !== last + 1)
      throw new DecisionRefusedError(`The missing number of this stream is ${last + 1}.`);
    const [first] = await tx.query<{ sequence: string }>(
      `SELECT sequence FROM parked WHERE consumer = $1 AND topic = $2 AND key = $3 ORDER BY sequence, id LIMIT 1`,
      [consumer, gap.topic, gap.key],
    );
    if (first === undefined)
      throw new DecisionRefusedError('Nothing of this stream waits: there is no gap.');
    if (Number(first.sequence) <= sequence)
      throw new DecisionRefusedError(`Number ${first.sequence} is not missing, it is parked.`);
    await moveLastSeen(tx, consumer, gap, sequence);
    await wakeStream(tx, consumer, gap);
    await recordDecision(tx, decision, { action: 'discard-gap', rows: 1, ...gap });
  });
}

const subjectOf = (action: string, row: ParkedRow): DecisionSubject => ({
  action,
  rows: 1,
  consumer: row.consumer,
  topic: row.topic,
  partition: row.partition,
  key: row.key ?? undefined,
  sequence: row.key === null ? undefined : Number(row.sequence),
  eventId: row.event_id ?? undefined,
});

/** Runs under the lock of the record's key, as the chunk and the retry worker do. */
async function withParked(
  uow: UnitOfWork,
  id: string,
  work: (tx: Tx, row: ParkedRow) => Promise<void>,
): Promise<void> {
  const key = await uow.run({ role: 'worker', keys: [] }, async (tx) => {
    return (await findParked(tx, id)).key;
  });
  await uow.run({ role: 'worker', keys: key === null ? [] : [key] }, async (tx) => {
    await work(tx, await findParked(tx, id));
  });
}

async function findParked(tx: Tx, id: string): Promise<ParkedRow> {
  const [row] = await tx.query<ParkedRow>(
    'SELECT id, consumer, topic, partition, key, sequence, event_id, reason FROM parked WHERE id = $1',
    [id],
  );
  if (row === undefined) throw new DecisionRefusedError(`Record ${id} is not parked (any more).`);
  return row;
}
