import type { Tx } from '@app/persistence';
import { eraseAttachments } from '../attachments/attachment.repository.js';

/** An application of an erased case, as it is found before it goes. */
export interface ApplicationToErase {
  readonly id: string;
  readonly caseId: string;
  readonly subject: string;
}

export interface Tombstone extends ApplicationToErase {
  /** What confirms the owner from now on. */
  readonly owner: Buffer;
  readonly erasedAt: string;
}

/** Those of these cases that have not been erased yet. */
export const applicationsOf = (tx: Tx, caseIds: readonly string[]): Promise<ApplicationToErase[]> =>
  tx.query<ApplicationToErase>(
    'SELECT id, case_id AS "caseId", subject FROM application WHERE case_id = ANY ($1::uuid[])',
    [caseIds],
    'applications-to-erase',
  );

/** Puts a tombstone in the place of each application and of all that hangs on it. May be repeated. */
export async function eraseApplications(tx: Tx, tombstones: readonly Tombstone[]): Promise<void> {
  if (tombstones.length === 0) return;
  const ids = tombstones.map(({ id }) => id);
  await Promise.all([
    tx.query(
      `INSERT INTO erased_application (id, case_id, owner, erased_at)
       SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::timestamptz[]) ON CONFLICT DO NOTHING`,
      [
        ids,
        tombstones.map(({ caseId }) => caseId),
        tombstones.map(({ owner }) => owner),
        tombstones.map(({ erasedAt }) => erasedAt),
      ],
    ),
    // By subject, which the primary key begins with: no index of its own has to be kept for it at each filing.
    tx.query(
      `DELETE FROM idempotency_key AS used USING unnest($1::text[], $2::uuid[]) AS gone (subject, id)
       WHERE used.subject = gone.subject AND used.application_id = gone.id`,
      [tombstones.map(({ subject }) => subject), ids],
    ),
    tx.query('DELETE FROM correction WHERE application_id = ANY ($1::uuid[])', [ids]),
    eraseAttachments(tx, ids),
    tx.query('DELETE FROM application WHERE id = ANY ($1::uuid[])', [ids]),
  ]);
}

/** The citizen's status goes also where the application was never known here: a replay may bring it first. */
export async function eraseStatuses(tx: Tx, applicationIds: readonly string[]): Promise<void> {
  await tx.query('DELETE FROM application_status WHERE application_id = ANY ($1::uuid[])', [
    applicationIds,
  ]);
}

/** What confirms the owner of an erased application; undefined where none of this id was erased. */
export async function ownerOfErased(tx: Tx, id: string): Promise<Buffer | undefined> {
  const rows = await tx.query<{ owner: Buffer }>(
    'SELECT owner FROM erased_application WHERE id = $1',
    [id],
    'owner-of-erased-application',
  );
  return rows[0]?.owner;
}
