import { PROTECTED_WARD, type ProtectionChangedData } from '@app/contracts';
import type { Tx } from '@app/persistence';

/**
 * Cases that are being opened or corrected hold it together until they are committed, who takes a protection in holds it
 * alone: so each case either meets the protection, or is there when cases are looked for. Of this service only.
 */
const PROTECTIONS_LOCK = "hashtextextended('life-events:protections', 0)";

/** To be awaited, or sent, before `protectedIndexes`: a lock and what it guards are never one statement. */
export async function readProtectionsTogether(tx: Tx): Promise<void> {
  await tx.query(
    `SELECT pg_advisory_xact_lock_shared(${PROTECTIONS_LOCK})`,
    [],
    'read-protections-together',
  );
}

/** Those of the indexes that belong to somebody who is protected now. */
export async function protectedIndexes(
  tx: Tx,
  personIndex: readonly number[],
): Promise<Set<number>> {
  const rows = await tx.query<{ index: string }>(
    `SELECT unnest(person_index) AS index FROM protection
     WHERE effect = 'in-force' AND person_index && $1::bigint[]`,
    [personIndex],
    'protected-indexes',
  );
  return new Set(rows.map(({ index }) => Number(index)));
}

/** Keeps the newest version of each protection. Alone: waits for all who read protections to end. */
export async function saveProtections(
  tx: Tx,
  protections: readonly ProtectionChangedData[],
): Promise<void> {
  await tx.query(
    `SELECT pg_advisory_xact_lock(${PROTECTIONS_LOCK})`,
    [],
    'write-protections-alone',
  );
  await tx.query(
    `INSERT INTO protection AS kept (id, version, effect, person_index, applied)
     SELECT p.id, p.version, p.effect, p.person_index, false
     FROM jsonb_populate_recordset(null::protection, $1::jsonb) AS p
     ON CONFLICT (id) DO UPDATE
       SET version = excluded.version, effect = excluded.effect, person_index = excluded.person_index, applied = false
       WHERE kept.version < excluded.version`,
    [
      JSON.stringify(
        protections.map(({ protectionId: id, version, effect, personIndex }) => ({
          ...{ id, version, effect, person_index: personIndex },
        })),
      ),
    ],
    'save-protections',
  );
}

export interface UnappliedProtection {
  readonly id: string;
  readonly version: number;
}

export async function unappliedProtections(tx: Tx): Promise<UnappliedProtection[]> {
  return tx.query<UnappliedProtection>(
    'SELECT id, version FROM protection WHERE NOT applied ORDER BY id LIMIT 100',
    [],
    'unapplied-protections',
  );
}

/** Cases that name the person and lie on the wrong side of the protection, in the order of their ids. */
export async function casesToMove(
  tx: Tx,
  protectionId: string,
  { after, limit }: { readonly after: string | undefined; readonly limit: number },
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `SELECT c.id FROM protection AS p JOIN "case" AS c ON c.person_index && p.person_index
     WHERE p.id = $1 AND ($4::uuid IS NULL OR c.id > $4)
       AND (c.ward = $2) <> EXISTS (
         SELECT FROM protection AS other WHERE other.effect = 'in-force' AND other.person_index && c.person_index)
     ORDER BY c.id LIMIT $3`,
    [protectionId, PROTECTED_WARD, limit, after ?? null],
    'cases-to-move',
  );
  return rows.map(({ id }) => id);
}

/** Done, unless it has changed meanwhile. */
export async function markApplied(tx: Tx, { id, version }: UnappliedProtection): Promise<void> {
  await tx.query(
    'UPDATE protection SET applied = true WHERE id = $1 AND version = $2',
    [id, version],
    'mark-protection-applied',
  );
}

/** What is kept beside a case and its tasks goes with it. */
export async function moveResolutions(
  tx: Tx,
  caseIds: readonly string[],
  ward: string,
): Promise<void> {
  await tx.query(
    'UPDATE resolution SET ward = $2 WHERE case_id = ANY ($1::uuid[])',
    [caseIds, ward],
    'move-resolutions',
  );
}
