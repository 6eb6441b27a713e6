import type { Tx } from '@app/persistence';
import type { AfterScan } from '../domain/attachment.js';

/** A file that this process alone scans, until its lease ends. */
export interface ToScan {
  readonly id: string;
  readonly case_id: string;
  readonly pieces: number;
  readonly tries: number;
  readonly failures: number;
}

/** Takes the file that has waited longest, if one is due; one that another process is taking now is left to it. */
export async function takeForScan(
  tx: Tx,
  { now, leaseEnds }: { readonly now: string; readonly leaseEnds: string },
): Promise<ToScan | undefined> {
  const rows = await tx.query<ToScan>(
    `WITH due AS (
       SELECT id FROM attachment WHERE state IN ('RECEIVED', 'SCANNING') AND next_try_at <= $1
       ORDER BY next_try_at LIMIT 1 FOR UPDATE SKIP LOCKED
     )
     UPDATE attachment AS taken SET state = 'SCANNING', tries = taken.tries + 1, next_try_at = $2
     FROM due, application AS a WHERE taken.id = due.id AND a.id = taken.application_id
     RETURNING taken.id, a.case_id, taken.pieces, taken.tries, taken.failures`,
    [now, leaseEnds],
    'take-attachment-for-scan',
  );
  return rows[0];
}

/**
 * Writes down what has become of a file that was taken. Nothing when somebody else has taken it since: this one was too slow.
 * @returns whether it was written
 */
export async function settleScan(
  tx: Tx,
  { id, tries }: ToScan,
  { state, failures }: AfterScan,
  nextTryAt: string,
): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE attachment SET state = $3, failures = $4, next_try_at = $5
     WHERE id = $1 AND tries = $2 AND state = 'SCANNING' RETURNING id`,
    [id, tries, state, failures, nextTryAt],
    'settle-scan',
  );
  return rows.length === 1;
}

export async function destroyContent(tx: Tx, id: string): Promise<void> {
  await tx.query(
    'DELETE FROM attachment_piece WHERE attachment_id = $1',
    [id],
    'destroy-attachment',
  );
}
