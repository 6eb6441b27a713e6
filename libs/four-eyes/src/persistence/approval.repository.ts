import type { Tx } from '@app/persistence';
import type { Approval } from '../domain/approval.js';
import type { GuardedAct } from '../domain/guarded-act.js';

const COLUMNS = `id, act, subject_id AS "subjectId", ward, reason, state,
  requested_by AS "requestedBy", requested_at AS "requestedAt", expires_at AS "expiresAt",
  approved_by AS "approvedBy", approved_at AS "approvedAt", refused_by AS "refusedBy",
  refused_at AS "refusedAt", done_at AS "doneAt"`;
const OPEN = `state IN ('REQUESTED', 'APPROVED')`;

/** What is asked for while the same is still open is not asked for: resolves to whether the row is there now. */
export async function insertApproval(tx: Tx, approval: Approval): Promise<boolean> {
  const { id, act, subjectId, ward, reason, state, requestedBy, requestedAt, expiresAt } = approval;
  const rows = await tx.query(
    `INSERT INTO approval (id, act, subject_id, ward, reason, state, requested_by, requested_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     ON CONFLICT (act, subject_id) WHERE ${OPEN} DO NOTHING RETURNING id`,
    [id, act, subjectId, ward, reason, state, requestedBy, requestedAt, expiresAt],
    'insert-approval',
  );
  return rows.length > 0;
}

/** Frees the place of a request that nobody met in time. */
export async function expireOpen(
  tx: Tx,
  act: GuardedAct,
  subjectId: string,
  at: Date,
): Promise<void> {
  await tx.query(
    `UPDATE approval SET state = 'EXPIRED' WHERE act = $1 AND subject_id = $2 AND ${OPEN} AND expires_at <= $3`,
    [act, subjectId, at],
    'expire-approval',
  );
}

export async function findOpen(
  tx: Tx,
  act: GuardedAct,
  subjectId: string,
): Promise<Approval | undefined> {
  const [found] = await tx.query<Approval>(
    `SELECT ${COLUMNS} FROM approval WHERE act = $1 AND subject_id = $2 AND ${OPEN}`,
    [act, subjectId],
    'find-open-approval',
  );
  return found;
}

export async function loadApproval(tx: Tx, id: string): Promise<Approval | undefined> {
  const [found] = await tx.query<Approval>(
    `SELECT ${COLUMNS} FROM approval WHERE id = $1`,
    [id],
    'load-approval',
  );
  return found;
}

export interface OpenFilter {
  /** Acts that the reader may approve. */
  readonly acts: readonly GuardedAct[];
  /** Sub of the reader, whose own requests are shown as well. */
  readonly own: string;
  readonly at: Date;
  readonly after?: string;
  readonly limit: number;
}

/** What waits for the reader: requests to decide about, and the reader's own that are still open. The oldest first. */
export async function listOpen(tx: Tx, filter: OpenFilter): Promise<Approval[]> {
  const { acts, own, at, after, limit } = filter;
  return tx.query<Approval>(
    `SELECT ${COLUMNS} FROM approval
     WHERE ${OPEN} AND expires_at > $1 AND (requested_by = $2 OR state = 'REQUESTED' AND act = ANY ($3))
       AND ($4::uuid IS NULL OR id > $4)
     ORDER BY id LIMIT $5`,
    [at, own, acts, after ?? null, limit],
    'list-open-approvals',
  );
}

/**
 * Writes a decision about an approval that was read in the state `from` under its lock.
 * @throws when somebody decided meanwhile without taking the lock
 */
export async function updateApproval(tx: Tx, from: string, approval: Approval): Promise<void> {
  const { id, state, expiresAt, approvedBy, approvedAt, refusedBy, refusedAt, doneAt } = approval;
  const rows = await tx.query(
    `UPDATE approval SET state = $3, expires_at = $4, approved_by = $5, approved_at = $6,
       refused_by = $7, refused_at = $8, done_at = $9
     WHERE id = $1 AND state = $2 RETURNING id`,
    [id, from, state, expiresAt, approvedBy, approvedAt, refusedBy, refusedAt, doneAt],
    'update-approval',
  );
  if (rows.length !== 1) throw new Error(`Approval ${id} is no longer ${from}.`);
}
