import type { Tx } from '@app/persistence';
import type { LegalHoldReason, LegalHold } from '../domain/legal-hold.js';

const COLUMNS = `id, case_id AS "caseId", reason, placed_by AS "placedBy", placed_at AS "placedAt",
  released_by AS "releasedBy", release_approved_by AS "releaseApprovedBy", released_at AS "releasedAt"`;

export interface NewLegalHold {
  readonly id: string;
  readonly caseId: string;
  readonly reason: LegalHoldReason;
  readonly placedBy: string;
  readonly placedAt: Date;
  readonly idempotencyKey: string;
}

/** Undefined when this person has used this key before. */
export async function insertHold(tx: Tx, hold: NewLegalHold): Promise<LegalHold | undefined> {
  const { id, caseId, reason, placedBy, placedAt, idempotencyKey } = hold;
  const [placed] = await tx.query<LegalHold>(
    `INSERT INTO legal_hold (id, case_id, reason, placed_by, placed_at, idempotency_key)
     VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (placed_by, idempotency_key) DO NOTHING RETURNING ${COLUMNS}`,
    [id, caseId, reason, placedBy, placedAt, idempotencyKey],
    'insert-legal-hold',
  );
  return placed;
}

export async function findPlacedHold(
  tx: Tx,
  placedBy: string,
  idempotencyKey: string,
): Promise<LegalHold | undefined> {
  const [found] = await tx.query<LegalHold>(
    `SELECT ${COLUMNS} FROM legal_hold WHERE placed_by = $1 AND idempotency_key = $2`,
    [placedBy, idempotencyKey],
    'find-placed-legal-hold',
  );
  return found;
}

/** All of a case, the released ones too, in the order in which they were placed. */
export const holdsOf = (tx: Tx, caseId: string): Promise<LegalHold[]> =>
  tx.query<LegalHold>(
    `SELECT ${COLUMNS} FROM legal_hold WHERE case_id = $1 ORDER BY id`,
    [caseId],
    'legal-holds-of-case',
  );

export async function caseOfHold(tx: Tx, id: string): Promise<string | undefined> {
  const [found] = await tx.query<{ case_id: string }>(
    'SELECT case_id FROM legal_hold WHERE id = $1',
    [id],
    'case-of-legal-hold',
  );
  return found?.case_id;
}

export interface HoldRelease {
  readonly id: string;
  readonly releasedBy: string;
  readonly approvedBy: string;
  readonly approvalId: string;
  readonly releasedAt: Date;
}

/** Under the lock of its case. Undefined when it does not hold any more, or not for this role and its wards. */
export async function releaseHold(tx: Tx, release: HoldRelease): Promise<string | undefined> {
  const { id, releasedBy, approvedBy, approvalId, releasedAt } = release;
  const [released] = await tx.query<{ case_id: string }>(
    `UPDATE legal_hold SET released_by = $2, release_approved_by = $3, release_approval_id = $4, released_at = $5
     WHERE id = $1 AND released_at IS NULL RETURNING case_id`,
    [id, releasedBy, approvedBy, approvalId, releasedAt],
    'release-legal-hold',
  );
  return released?.case_id;
}
