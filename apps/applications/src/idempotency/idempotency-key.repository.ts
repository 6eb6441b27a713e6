import type { Tx } from '@app/persistence';

export interface UsedKey {
  fingerprint: Buffer;
  application_id: string;
}

/** The number that stands for a subject's key among advisory locks; takes SQL expressions. */
export const KEY_LOCK = (subject: string, key: string): string =>
  `hashtextextended('idempotency:' || ${subject} || ':' || ${key}, 0)`;

/**
 * Whether this transaction alone works on the key now. Taken before anything is written, so it waits for nobody:
 * the second of two equal requests is told so at once.
 */
export async function tryHoldKey(tx: Tx, subject: string, key: string): Promise<boolean> {
  const [row] = await tx.query<{ held: boolean }>(
    `SELECT pg_try_advisory_xact_lock(${KEY_LOCK('$1', '$2')}) AS held`,
    [subject, key],
    'try-hold-idempotency-key',
  );
  return row?.held === true;
}

/** What the key was used for, if it was. */
export async function findUse(tx: Tx, subject: string, key: string): Promise<UsedKey | undefined> {
  const rows = await tx.query<UsedKey>(
    'SELECT fingerprint, application_id FROM idempotency_key WHERE subject = $1 AND key = $2',
    [subject, key],
    'find-idempotency-key',
  );
  return rows[0];
}

export async function insertUse(
  tx: Tx,
  subject: string,
  key: string,
  fingerprint: Buffer,
  applicationId: string,
): Promise<void> {
  await tx.query(
    'INSERT INTO idempotency_key (subject, key, fingerprint, application_id) VALUES ($1, $2, $3, $4)',
    [subject, key, fingerprint, applicationId],
    'insert-idempotency-key',
  );
}

/** Forgets uses of before an instant, and answers how many. */
export async function forgetUsesBefore(tx: Tx, before: string, most: number): Promise<number> {
  const rows = await tx.query(
    `DELETE FROM idempotency_key AS used
     USING (SELECT subject, key FROM idempotency_key WHERE created_at < $1 LIMIT $2) AS old
     WHERE used.subject = old.subject AND used.key = old.key RETURNING used.key`,
    [before, most],
    'forget-idempotency-keys',
  );
  return rows.length;
}
