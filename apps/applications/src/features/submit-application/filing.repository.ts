import { firstEventsSql, type FirstEvent, type Outbox } from '@app/messaging';
import type { Tx } from '@app/persistence';
import { KEY_LOCK } from '../../idempotency/idempotency-key.repository.js';
import type { NewApplication } from '../../persistence/application.repository.js';

/** A filing with everything that is stored of it. */
export interface NewFiling {
  readonly key: string;
  readonly fingerprint: Buffer;
  readonly application: NewApplication;
  readonly event: FirstEvent;
  /** Of the request that files, for the record of access; null where nobody asked. */
  readonly requestId: string | null;
}

/**
 * `stored`: written now. `held`: another transaction works on the key. `used`: the key is there already, by whom
 * `findUses` tells: the statement that lost to a row cannot see it.
 */
export type Place = 'stored' | 'held' | 'used';

const COLUMNS = [
  ['subject', 'text', ({ application }: NewFiling) => application.subject],
  ['key', 'text', ({ key }: NewFiling) => key],
  ['fingerprint', 'bytea', ({ fingerprint }: NewFiling) => fingerprint],
  ['id', 'uuid', ({ application }: NewFiling) => application.id],
  ['case_id', 'uuid', ({ application }: NewFiling) => application.caseId],
  ['reference', 'text', ({ application }: NewFiling) => application.reference],
  ['ward', 'text', ({ application }: NewFiling) => application.ward],
  ['life_event', 'text', ({ application }: NewFiling) => application.lifeEvent],
  ['intake_date', 'date', ({ application }: NewFiling) => application.intakeDate],
  ['filing', 'text', ({ application }: NewFiling) => application.filing],
  ['submitted_at', 'timestamptz', ({ application }: NewFiling) => application.submittedAt],
  ['request_id', 'text', ({ requestId }: NewFiling) => requestId],
] as const;

const EVENTS = firstEventsSql('fresh', COLUMNS.length + 1);

/**
 * One text for any number of filings, their records of access included. A key that another transaction works on is not waited for: its lock is only tried.
 * In one order all the same, so that no two transactions could ever wait for each other.
 */
const INSERT_FILINGS = `
  WITH asked AS (
    SELECT *, pg_try_advisory_xact_lock(${KEY_LOCK('subject', 'key')}) AS held
    FROM unnest(${COLUMNS.map(([, type], index) => `$${index + 1}::${type}[]`).join(', ')}, ${EVENTS.arrays})
      WITH ORDINALITY AS asked (${COLUMNS.map(([name]) => name).join(', ')}, ${EVENTS.columns}, place)
  ), used AS (
    INSERT INTO idempotency_key (subject, key, fingerprint, application_id)
    SELECT subject, key, fingerprint, id FROM asked WHERE held ORDER BY subject COLLATE "C", key COLLATE "C"
    ON CONFLICT (subject, key) DO NOTHING
    RETURNING application_id
  ), fresh AS (
    SELECT * FROM asked WHERE (id IN (SELECT application_id FROM used)) IS TRUE
  ), stored AS (
    INSERT INTO application (id, case_id, reference, subject, ward, life_event, intake_date, filing, created_at)
    SELECT id, case_id, reference, subject, ward, life_event, intake_date, filing, submitted_at FROM fresh
  ), accessed AS (
    INSERT INTO access_record (actor, role, section, wards, purpose, action, case_id, record_id, data_kinds,
      number_touched, outcome, reason, attempts, request_id)
    SELECT subject, 'citizen', NULL, '{}', 'own-procedure', 'application.submit', case_id, id,
      '{identity,facts,words}', false, 'granted', NULL, 1, request_id FROM fresh
  ), ${EVENTS.inserts}
  SELECT CASE WHEN NOT held THEN 'held'
              WHEN id IN (SELECT application_id FROM used) THEN 'stored'
              ELSE 'used' END AS outcome
  FROM asked ORDER BY place`;

/** Writes key, application, stream and event of each filing whose key is free. Answers in the order of `filings`. */
export async function insertFilings(
  tx: Tx,
  outbox: Outbox,
  filings: readonly NewFiling[],
): Promise<Place[]> {
  const columns = COLUMNS.map(([, , valueOf]) => filings.map((filing) => valueOf(filing)));
  const events = outbox.parametersOf(
    tx,
    filings.map(({ event }) => event),
  );
  const rows = await tx.query<{ outcome: Place }>(
    INSERT_FILINGS,
    [...columns, ...events],
    'insert-filings',
  );
  return rows.map(({ outcome }) => outcome);
}

/** What a key was used for: `case_id` and `reference` are those of the application it answers for. */
export interface Use {
  readonly subject: string;
  readonly key: string;
  readonly fingerprint: Buffer;
  readonly application_id: string;
  readonly case_id: string;
  readonly reference: string;
}

/** The uses of keys that are taken. */
export async function findUses(tx: Tx, filings: readonly NewFiling[]): Promise<Use[]> {
  return tx.query<Use>(
    `SELECT used.subject, used.key, used.fingerprint, used.application_id, a.case_id, a.reference
     FROM unnest($1::text[], $2::text[]) AS asked (subject, key)
     JOIN idempotency_key AS used USING (subject, key)
     JOIN application AS a ON a.id = used.application_id AND a.subject = used.subject`,
    [filings.map(({ application }) => application.subject), filings.map(({ key }) => key)],
    'find-idempotency-keys',
  );
}
