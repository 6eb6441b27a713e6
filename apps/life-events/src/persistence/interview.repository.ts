import type { Tx } from '@app/persistence';

/** A stored interview; `state` is sealed. */
export interface StoredInterview {
  readonly id: string;
  readonly version: number;
  readonly state: string;
  readonly expires_at: Date;
  readonly subject: string;
  readonly by_officer: boolean;
  readonly ward: string;
  /** When it was warned that it expires; null = it does not expire soon. */
  readonly warned_at: Date | null;
}

export interface NewInterview {
  readonly id: string;
  readonly subject: string;
  readonly idempotencyKey: string;
  readonly byOfficer: boolean;
  readonly ward: string;
  readonly state: string;
  readonly changedAt: string;
  readonly expiresAt: string;
}

/** Whose interviews: a citizen's own ones, or (without a subject) those of officers in the wards of the transaction. */
export interface Reach {
  readonly subject?: string;
  readonly now: string;
}

const COLUMNS = 'id, version, state, expires_at, warned_at, subject, by_officer, ward';

export async function insertInterview(tx: Tx, interview: NewInterview): Promise<void> {
  const { id, subject, idempotencyKey, byOfficer, ward, state, changedAt, expiresAt } = interview;
  await tx.query(
    `INSERT INTO interview (id, subject, idempotency_key, by_officer, ward, version, state, changed_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, 1, $6, $7, $8)`,
    [id, subject, idempotencyKey, byOfficer, ward, state, changedAt, expiresAt],
    'insert-interview',
  );
}

/** The interview that this key of this caller began. */
export async function findStarted(
  tx: Tx,
  subject: string,
  idempotencyKey: string,
): Promise<StoredInterview | undefined> {
  const rows = await tx.query<StoredInterview>(
    `SELECT ${COLUMNS} FROM interview WHERE subject = $1 AND idempotency_key = $2`,
    [subject, idempotencyKey],
    'find-started-interview',
  );
  return rows[0];
}

/** An interview within reach that has not expired. */
export async function findInterview(
  tx: Tx,
  id: string,
  { subject, now }: Reach,
): Promise<StoredInterview | undefined> {
  const rows = await tx.query<StoredInterview>(
    `SELECT ${COLUMNS} FROM interview
     WHERE id = $1 AND by_officer = ($2::text IS NULL) AND subject = coalesce($2, subject) AND expires_at > $3`,
    [id, subject ?? null, now],
    'find-interview',
  );
  return rows[0];
}

/** Whether the interview was still at the version before; nothing is written otherwise. */
export async function replaceState(
  tx: Tx,
  { id, version, state }: Pick<StoredInterview, 'id' | 'version' | 'state'>,
  changedAt: string,
  expiresAt: string,
): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE interview SET version = $2, state = $3, changed_at = $4, expires_at = $5, warned_at = NULL
     WHERE id = $1 AND version = $2 - 1 RETURNING id`,
    [id, version, state, changedAt, expiresAt],
    'replace-interview-state',
  );
  return rows.length > 0;
}

/** Marks those that expire by `until` and answers how many; none expires before it. */
export async function warnOfExpiry(
  tx: Tx,
  now: string,
  until: string,
  most: number,
): Promise<number> {
  const rows = await tx.query(
    `UPDATE interview SET warned_at = $1, expires_at = greatest(expires_at, $2)
     WHERE id IN (SELECT id FROM interview WHERE expires_at <= $2 AND warned_at IS NULL ORDER BY expires_at LIMIT $3)
     RETURNING id`,
    [now, until, most],
    'warn-of-expiry',
  );
  return rows.length;
}

export async function expiredInterviews(tx: Tx, now: string, most: number): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    'SELECT id FROM interview WHERE expires_at <= $1 AND warned_at IS NOT NULL ORDER BY expires_at LIMIT $2',
    [now, most],
    'expired-interviews',
  );
  return rows.map(({ id }) => id);
}

export async function deleteInterviews(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.query('DELETE FROM interview WHERE id = ANY ($1)', [ids], 'delete-interviews');
}
