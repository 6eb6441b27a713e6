import { PROTECTED_WARD, type CaseSnapshotData } from '@app/contracts';
import type { Tx } from '@app/persistence';

export interface NewStatus {
  snapshot: CaseSnapshotData;
  notes: string | null;
}

/**
 * Puts the newest snapshot of each case in place; an older version never replaces a newer one, and none comes back to an
 * erased application.
 */
export async function upsertStatuses(tx: Tx, statuses: readonly NewStatus[]): Promise<void> {
  await tx.query(
    `INSERT INTO application_status (application_id, case_id, version, status, snapshot, notes, changed_at)
     SELECT (s->>'applicationId')::uuid, (s->>'caseId')::uuid, (s->>'version')::int, s->>'status', s, n, (s->>'changedAt')::timestamptz
     FROM unnest($1::jsonb[], $2::text[]) AS new (s, n)
     WHERE NOT EXISTS (SELECT FROM erased_application AS gone WHERE gone.id = (s->>'applicationId')::uuid)
     ON CONFLICT (application_id) DO UPDATE
       SET version = excluded.version, status = excluded.status, snapshot = excluded.snapshot,
           notes = excluded.notes, changed_at = excluded.changed_at
       WHERE application_status.version < excluded.version`,
    [statuses.map(({ snapshot }) => JSON.stringify(snapshot)), statuses.map(({ notes }) => notes)],
    'upsert-application-statuses',
  );
}

/** Where they were filed is in the sealed filing alone from now on; it stays there when a protection is lifted. */
export async function hideWards(tx: Tx, statuses: readonly NewStatus[]): Promise<void> {
  if (statuses.length === 0) return;
  await tx.query(
    'UPDATE application SET ward = $2 WHERE id = ANY ($1::uuid[]) AND ward <> $2',
    [statuses.map(({ snapshot }) => snapshot.applicationId), PROTECTED_WARD],
    'hide-wards',
  );
}
