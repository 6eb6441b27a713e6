import type { ServiceDatabase } from '@app/persistence';
import { recordDecision, type Decision } from './decision.repository.js';
import { inOwnTransaction } from './own-transaction.js';
import { DecisionRefusedError } from './refused.error.js';

export type RebuildState = 'requested' | 'running' | 'complete' | 'failed';

export interface KnownProjection {
  readonly projection: string;
  readonly state: RebuildState;
  readonly completedAt: Date | null;
}

/** Tells operators which projections the running version knows. */
export async function announceProjections(
  db: ServiceDatabase,
  consumer: string,
  names: readonly string[],
): Promise<void> {
  await db.query(
    `INSERT INTO projection_rebuild (projection, consumer, state)
     SELECT name, $1, 'complete' FROM unnest($2::text[]) AS name ON CONFLICT DO NOTHING`,
    [consumer, names],
  );
}

export async function listProjections(db: ServiceDatabase): Promise<KnownProjection[]> {
  return db.query<KnownProjection>(
    `SELECT projection, state, completed_at AS "completedAt" FROM projection_rebuild ORDER BY projection`,
  );
}

/** Asks the running service to build a projection anew; it begins within seconds. */
export async function requestRebuild(
  db: ServiceDatabase,
  projection: string,
  decision: Decision,
): Promise<void> {
  await inOwnTransaction(db, async (tx) => {
    const rows = await tx.query(
      `UPDATE projection_rebuild SET state = 'requested', requested_at = now(), completed_at = NULL
       WHERE projection = $1 RETURNING projection`,
      [projection],
    );
    if (rows.length === 0)
      throw new DecisionRefusedError(`${db.service} has no projection "${projection}".`);
    await recordDecision(tx, decision, { action: `rebuild ${projection}`, rows: 1 });
  });
}

/** Runs `work` unless another process of the service does so already; ends with its connection, should the process die. */
export async function whileAlone(db: ServiceDatabase, work: () => Promise<void>): Promise<void> {
  const client = await db.pool.connect();
  const lock = `rebuild:${db.service}`;
  try {
    const { rows } = await client.query<{ alone: boolean }>(
      'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS alone',
      [lock],
    );
    if (!rows[0]?.alone) return;
    await work();
    await client.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [lock]);
  } finally {
    // Never back into the pool: it might still hold the lock.
    client.release(true);
  }
}

/** What is to be built, the interrupted included. */
export async function requestedRebuilds(db: ServiceDatabase): Promise<string[]> {
  const rows = await db.query<{ projection: string }>(
    `SELECT projection FROM projection_rebuild WHERE state IN ('requested', 'running') ORDER BY requested_at`,
  );
  return rows.map((row) => row.projection);
}

export async function markRebuild(
  db: ServiceDatabase,
  projection: string,
  state: RebuildState,
): Promise<void> {
  await db.query(
    `UPDATE projection_rebuild SET state = $2, completed_at = CASE WHEN $2 = 'complete' THEN now() END
     WHERE projection = $1`,
    [projection, state],
  );
}
