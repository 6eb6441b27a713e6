import type { SectionName } from '@app/contracts';
import type { Tx } from '@app/persistence';
import type { Erasure, ErasureCause, ErasureState } from '../domain/erasure.js';

const NOT_HELD = `NOT EXISTS (SELECT FROM legal_hold AS h WHERE h.case_id = c.id AND h.released_at IS NULL)`;
const NOT_BEGUN = 'NOT EXISTS (SELECT FROM erasure AS e WHERE e.case_id = c.id)';
const SECTIONS_OF = 'ARRAY(SELECT DISTINCT t.section FROM case_task AS t WHERE t.case_id = c.id)';

export interface EndedCase {
  readonly caseId: string;
  readonly procedures: readonly string[];
}

/** Cases that have ended and have no class yet, the oldest first. */
export const unclassifiedCases = (tx: Tx, most: number): Promise<EndedCase[]> =>
  tx.query<EndedCase>(
    `SELECT c.id AS "caseId", ARRAY(SELECT t.procedure_id FROM case_task AS t WHERE t.case_id = c.id) AS procedures
     FROM "case" AS c WHERE c.closed_at IS NOT NULL AND c.document_class IS NULL
     ORDER BY c.closed_at, c.id LIMIT $1`,
    [most],
    'unclassified-cases',
  );

export async function classify(
  tx: Tx,
  classes: readonly { readonly caseId: string; readonly documentClass: string }[],
): Promise<void> {
  await tx.query(
    `UPDATE "case" SET document_class = classified.class
     FROM unnest($1::uuid[], $2::text[]) AS classified (id, class) WHERE "case".id = classified.id`,
    [classes.map(({ caseId }) => caseId), classes.map(({ documentClass }) => documentClass)],
    'classify-cases',
  );
}

/** Cases of a class that ended before an instant, that nothing holds, and whose erasure has not begun. */
export async function dueCases(
  tx: Tx,
  documentClass: string,
  endedBefore: string,
  most: number,
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `SELECT c.id FROM "case" AS c
     WHERE c.document_class = $1 AND c.closed_at < $2 AND c.erased_at IS NULL AND ${NOT_HELD} AND ${NOT_BEGUN}
     ORDER BY c.closed_at, c.id LIMIT $3`,
    [documentClass, endedBefore, most],
    'due-cases',
  );
  return rows.map(({ id }) => id);
}

export interface ErasableCase {
  readonly caseId: string;
  readonly closedAt: Date;
  readonly documentClass: string | null;
  readonly procedures: readonly string[];
  readonly sections: readonly SectionName[];
}

/** Those of the cases that may be erased as they stand under their locks: ended, not held, not begun. */
export const erasableCases = (tx: Tx, caseIds: readonly string[]): Promise<ErasableCase[]> =>
  tx.query<ErasableCase>(
    `SELECT c.id AS "caseId", c.closed_at AS "closedAt", c.document_class AS "documentClass",
       ARRAY(SELECT t.procedure_id FROM case_task AS t WHERE t.case_id = c.id) AS procedures, ${SECTIONS_OF} AS sections
     FROM "case" AS c
     WHERE c.id = ANY ($1::uuid[]) AND c.closed_at IS NOT NULL AND c.erased_at IS NULL AND ${NOT_HELD} AND ${NOT_BEGUN}`,
    [caseIds],
    'erasable-cases',
  );

export interface NewErasure extends Erasure {
  readonly cause: ErasureCause;
  readonly documentClass: string;
  readonly dueOn: string;
  readonly orderedBy: string;
  readonly approvalId: string | null;
  readonly orderedAt: string;
}

export async function insertErasures(tx: Tx, erasures: readonly NewErasure[]): Promise<void> {
  if (erasures.length === 0) return;
  const rows = erasures.map((erasure) => ({
    case_id: erasure.caseId,
    state: erasure.state,
    cause: erasure.cause,
    document_class: erasure.documentClass,
    due_on: erasure.dueOn,
    awaited: erasure.awaited,
    received: erasure.received,
    ordered_by: erasure.orderedBy,
    approval_id: erasure.approvalId,
    ordered_at: erasure.orderedAt,
  }));
  const columns = Object.keys(rows[0]!).join(', ');
  await tx.query(
    `INSERT INTO erasure (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(null::erasure, $1::jsonb)`,
    [JSON.stringify(rows)],
    'insert-erasures',
  );
}

export const loadErasures = (tx: Tx, caseIds: readonly string[]): Promise<Erasure[]> =>
  tx.query<Erasure>(
    'SELECT case_id AS "caseId", state, awaited, received FROM erasure WHERE case_id = ANY ($1::uuid[])',
    [caseIds],
    'load-erasures',
  );

/** How far the erasures of these cases are; of cases without one nothing. People may ask this, too. */
export async function erasureStates(tx: Tx, caseIds: readonly string[]): Promise<ErasureState[]> {
  const rows = await tx.query<{ state: ErasureState }>(
    'SELECT state FROM erasure WHERE case_id = ANY ($1::uuid[])',
    [caseIds],
    'erasure-states',
  );
  return rows.map(({ state }) => state);
}

export async function saveReceipts(tx: Tx, erasures: readonly Erasure[]): Promise<void> {
  if (erasures.length === 0) return;
  const rows = erasures.map(({ caseId, state, received }) => ({
    case_id: caseId,
    state,
    received,
  }));
  await tx.query(
    `UPDATE erasure SET state = next.state, received = next.received
     FROM jsonb_populate_recordset(null::erasure, $1::jsonb) AS next WHERE erasure.case_id = next.case_id`,
    [JSON.stringify(rows)],
    'save-receipts',
  );
}

/** What waits for its keys to be destroyed, or may have stopped in the middle of it. */
export async function readyErasures(tx: Tx, most: number): Promise<string[]> {
  const rows = await tx.query<{ case_id: string }>(
    `SELECT e.case_id FROM erasure AS e JOIN "case" AS c ON c.id = e.case_id
     WHERE e.state <> 'erased' AND (e.state = 'destroying' OR (e.state = 'receipted' AND ${NOT_HELD}))
     ORDER BY e.ordered_at, e.case_id LIMIT $1`,
    [most],
    'ready-erasures',
  );
  return rows.map(({ case_id: caseId }) => caseId);
}

/** From now on no hold can be placed. Answers those that are to be destroyed; one that was held meanwhile is not. */
export async function beginDestroying(tx: Tx, caseIds: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ case_id: string }>(
    `UPDATE erasure SET state = 'destroying' FROM "case" AS c
     WHERE c.id = erasure.case_id AND erasure.case_id = ANY ($1::uuid[])
       AND (erasure.state = 'destroying' OR (erasure.state = 'receipted' AND ${NOT_HELD}))
     RETURNING erasure.case_id`,
    [caseIds],
    'begin-destroying',
  );
  return rows.map(({ case_id: caseId }) => caseId);
}
