import type { CaseSnapshotData } from '@app/contracts';
import type { Tx } from '@app/persistence';

export interface NewApplication {
  id: string;
  caseId: string;
  reference: string;
  subject: string;
  ward: string;
  lifeEvent: string;
  intakeDate: string;
  filing: string;
  submittedAt: string;
}

export interface StoredApplication {
  id: string;
  case_id: string;
  reference: string;
  ward: string;
  life_event: string;
  intake_date: string;
  created_at: Date;
  withdrawal_requested_at: Date | null;
}

export interface ApplicationWithStatus extends StoredApplication {
  version: number | null;
  snapshot: CaseSnapshotData | null;
  notes: string | null;
}

const WITH_STATUS = `
  SELECT a.id, a.case_id, a.reference, a.ward, a.life_event, a.intake_date, a.created_at, a.withdrawal_requested_at,
         s.version, s.snapshot, s.notes
  FROM application a LEFT JOIN application_status s ON s.application_id = a.id`;

/** The application with its latest status, if it is this citizen's. */
export async function findOwn(
  tx: Tx,
  id: string,
  subject: string,
): Promise<ApplicationWithStatus | undefined> {
  const rows = await tx.query<ApplicationWithStatus>(
    `${WITH_STATUS} WHERE a.id = $1 AND a.subject = $2`,
    [id, subject],
    'find-own-application',
  );
  return rows[0];
}

/** Those of the given applications whose status is newer than the version a reader has seen. */
export async function findNewer(
  tx: Tx,
  ids: readonly string[],
  versions: readonly number[],
): Promise<ApplicationWithStatus[]> {
  return tx.query<ApplicationWithStatus>(
    `${WITH_STATUS} JOIN unnest($1::uuid[], $2::int[]) AS seen (id, version) ON seen.id = a.id
     WHERE s.version > seen.version`,
    [ids, versions],
    'find-newer-status',
  );
}

export async function markWithdrawalRequested(tx: Tx, id: string, at: string): Promise<void> {
  await tx.query(
    'UPDATE application SET withdrawal_requested_at = $2 WHERE id = $1',
    [id, at],
    'mark-withdrawal-requested',
  );
}

export async function insertCorrection(
  tx: Tx,
  correction: { id: string; applicationId: string; content: string },
): Promise<void> {
  await tx.query(
    'INSERT INTO correction (id, application_id, content) VALUES ($1, $2, $3)',
    [correction.id, correction.applicationId, correction.content],
    'insert-correction',
  );
}

/** The sealed filing of this citizen's application. */
export async function readFiling(tx: Tx, id: string, subject: string): Promise<string> {
  const [row] = await tx.query<{ filing: string }>(
    'SELECT filing FROM application WHERE id = $1 AND subject = $2',
    [id, subject],
    'read-filing',
  );
  return row?.filing ?? '';
}

/** The sealed filings of these applications, which the caller has found to be one citizen's own. */
export async function readFilings(
  tx: Tx,
  ids: readonly string[],
): Promise<{ id: string; case_id: string; filing: string }[]> {
  return tx.query(
    'SELECT id, case_id, filing FROM application WHERE id = ANY ($1::uuid[])',
    [ids],
    'read-filings',
  );
}
