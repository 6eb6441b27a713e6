import type { CaseSnapshotData } from '@app/contracts';
import type { Tx } from '@app/persistence';

export interface NewStatus {
  snapshot: CaseSnapshotData;
  notes: string | null;
}

/** Puts the newest snapshot of each case in place; an older version never replaces a newer one. */
export async function upsertStatuses(tx: Tx, statuses: readonly NewStatus[]): Promise<void> {
  await tx.query(
    `INSERT INTO application_status (application_id, case_id, version, status, snapshot, notes, changed_at)
     SELECT (s->>'applicationId')::uuid, (s->>'caseId')::uuid, (s->>'version')::int, s->>'status', s, n, (s->>'changedAt')::timestamptz
     FROM unnest($1::jsonb[], $2::text[]) AS new (s, n)
     ON CONFLICT (application_id) DO UPDATE
       SET version = excluded.version, status = excluded.status, snapshot = excluded.snapshot,
           notes = excluded.notes, changed_at = excluded.changed_at
       WHERE application_status.version < excluded.version`,
    [statuses.map(({ snapshot }) => JSON.stringify(snapshot)), statuses.map(({ notes }) => notes)],
    'upsert-application-statuses',
  );
}
