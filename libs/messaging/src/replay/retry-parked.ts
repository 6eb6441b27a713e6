import type { Tx, UnitOfWork } from '@app/persistence';
import { NIL as NO_CASE } from 'uuid';
import { recordDecision, type Decision } from './decision.repository.js';
import { findParked, refuseUnlessFirst, subjectOf, type ParkedRow } from './parked-row.js';
import { DecisionRefusedError } from './refused.error.js';

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
