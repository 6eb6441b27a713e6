import type { ServiceDatabase } from '@app/persistence';
import { recordDecision, type Decision } from './decision.repository.js';
import { inOwnTransaction, type OwnTransaction } from './own-transaction.js';
import { DecisionRefusedError } from './refused.error.js';

/**
 * Makes an outbox usable that was restored into another database cluster, where transaction ids start anew. Rows of
 * before get ids below every real one: what was sent keeps its place behind the cursor, what was not comes first, in
 * the order of `seq`, which within a stream is the order of its numbers. A row of which it is not certain that it was
 * sent counts as not sent: readers drop copies. Resolves to how many rows wait to be sent.
 */
export async function rebaseOutbox(db: ServiceDatabase, decision: Decision): Promise<number> {
  return inOwnTransaction(db, async (tx) => {
    await tx.query('LOCK TABLE outbox, relay_cursor IN EXCLUSIVE MODE');
    await refuseWithoutNeed(tx);
    const [{ waiting }] = (await tx.query<{ waiting: number }>(REBASE)) as [{ waiting: number }];
    await tx.query(
      `UPDATE relay_cursor SET last_xid = '0', last_seq = 9223372036854775807, epoch = epoch + 1,
         owner = NULL, leased_until = '-infinity', foreign_ids = false`,
    );
    await recordDecision(tx, decision, { action: 'rebase', rows: waiting });
    return waiting;
  });
}

async function refuseWithoutNeed(tx: OwnTransaction): Promise<void> {
  const [row] = await tx.query<{ needed: boolean }>(
    `SELECT foreign_ids OR greatest(
       last_xid, (SELECT xid FROM outbox ORDER BY xid DESC, seq DESC LIMIT 1)
     ) >= pg_snapshot_xmax(pg_current_snapshot()) AS needed
     FROM relay_cursor`,
  );
  if (!row?.needed)
    throw new DecisionRefusedError(
      'The transaction ids of this outbox are those of this database: nothing to rebase.',
    );
}

/**
 * Written since the restore are rows with a `seq` above all that is certainly old: rows whose id is still to come, and
 * the one at the cursor.
 */
const REBASE = `
  WITH old AS (
    SELECT greatest(
      (SELECT max(seq) FROM outbox WHERE xid >= pg_snapshot_xmax(pg_current_snapshot())),
      (SELECT last_seq FROM relay_cursor)
    ) AS last_seq
  ), judged AS (
    SELECT o.created_at, o.xid, o.seq,
      (o.xid, o.seq) <= (c.last_xid, c.last_seq) AND o.seq <= old.last_seq AS sent
    FROM outbox AS o, relay_cursor AS c, old
  ), moved AS (
    UPDATE outbox AS o SET xid = CASE WHEN j.sent THEN '0'::xid8 ELSE '1'::xid8 END
    FROM judged AS j WHERE o.created_at = j.created_at AND o.xid = j.xid AND o.seq = j.seq
    RETURNING j.sent
  )
  SELECT count(*) FILTER (WHERE NOT sent)::int AS waiting FROM moved`;
