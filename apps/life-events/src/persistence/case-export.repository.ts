import type { Tx } from '@app/persistence';
import type { CaseExport } from '../exports/case-export.js';

const COLUMNS = `id, approval_id AS "approvalId", ward, requested_by AS "requestedBy",
  idempotency_key AS "idempotencyKey", from_day AS "from", to_day AS "to", of_ward AS "ofWard",
  life_event AS "lifeEvent"`;

/** Resolves to whether it is there now: false when this person has used this key before. */
export async function insertExport(
  tx: Tx,
  wanted: CaseExport,
  requestedAt: Date,
): Promise<boolean> {
  const { id, approvalId, ward, requestedBy, idempotencyKey, from, to, ofWard, lifeEvent } = wanted;
  const rows = await tx.query(
    `INSERT INTO case_export (id, approval_id, ward, requested_by, idempotency_key, from_day, to_day, of_ward,
       life_event, requested_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (requested_by, idempotency_key) DO NOTHING RETURNING id`,
    [id, approvalId, ward, requestedBy, idempotencyKey, from, to, ofWard, lifeEvent, requestedAt],
    'insert-case-export',
  );
  return rows.length > 0;
}

export async function findRequestedExport(
  tx: Tx,
  requestedBy: string,
  idempotencyKey: string,
): Promise<CaseExport | undefined> {
  const [found] = await tx.query<CaseExport>(
    `SELECT ${COLUMNS} FROM case_export WHERE requested_by = $1 AND idempotency_key = $2`,
    [requestedBy, idempotencyKey],
    'find-requested-case-export',
  );
  return found;
}

export async function loadExport(tx: Tx, id: string): Promise<CaseExport | undefined> {
  const [found] = await tx.query<CaseExport>(
    `SELECT ${COLUMNS} FROM case_export WHERE id = $1`,
    [id],
    'load-case-export',
  );
  return found;
}
