import { PROTECTED_WARD, type ProtectionEffect, type ProtectionKind } from '@app/contracts';
import type { Tx } from '@app/persistence';

/** A row of the register; it names nobody as long as `content` is not opened. */
export interface StoredProtection {
  readonly id: string;
  readonly version: number;
  readonly effect: ProtectionEffect;
  readonly kinds: ProtectionKind[];
  readonly startsOn: string;
  readonly endsOn: string;
  readonly personIndex: number[];
  /** The version with which `content` was sealed. */
  readonly contentVersion: number;
  readonly content: string;
  readonly enteredAt: Date;
  readonly changedAt: Date;
}

interface Row extends Omit<StoredProtection, 'personIndex'> {
  readonly personIndex: readonly string[];
}

const COLUMNS = `id, version, effect, kinds, starts_on AS "startsOn", ends_on AS "endsOn",
  person_index AS "personIndex", content_version AS "contentVersion", content, entered_at AS "enteredAt",
  changed_at AS "changedAt"`;

const storedFrom = (row: Row): StoredProtection => ({
  ...row,
  personIndex: row.personIndex.map(Number),
});

export interface EnteredBy {
  readonly by: string;
  readonly idempotencyKey: string;
}

export async function insertProtection(
  tx: Tx,
  protection: StoredProtection,
  { by, idempotencyKey }: EnteredBy,
): Promise<void> {
  const { id, version, effect, kinds, startsOn, endsOn, personIndex } = protection;
  const { contentVersion, content, enteredAt, changedAt } = protection;
  await tx.query(
    `INSERT INTO protection (id, ward, version, effect, kinds, starts_on, ends_on, person_index, content_version,
       content, entered_by, idempotency_key, entered_at, changed_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      ...[id, PROTECTED_WARD, version, effect, kinds, startsOn, endsOn, personIndex],
      ...[contentVersion, content, by, idempotencyKey, enteredAt, changedAt],
    ],
    'insert-protection',
  );
}

/** To be called under the protection's lock, with what was read under it. */
export async function updateProtection(tx: Tx, changed: StoredProtection): Promise<void> {
  const { id, version, effect, endsOn, personIndex, contentVersion, content, changedAt } = changed;
  await tx.query(
    `UPDATE protection SET version = $2, effect = $3, ends_on = $4, person_index = $5, content_version = $6,
       content = $7, changed_at = $8 WHERE id = $1`,
    [id, version, effect, endsOn, personIndex, contentVersion, content, changedAt],
    'update-protection',
  );
}

export async function loadProtection(tx: Tx, id: string): Promise<StoredProtection | undefined> {
  const [row] = await tx.query<Row>(
    `SELECT ${COLUMNS} FROM protection WHERE id = $1`,
    [id],
    'load-protection',
  );
  return row && storedFrom(row);
}

export async function findEntered(
  tx: Tx,
  { by, idempotencyKey }: EnteredBy,
): Promise<StoredProtection | undefined> {
  const [row] = await tx.query<Row>(
    `SELECT ${COLUMNS} FROM protection WHERE entered_by = $1 AND idempotency_key = $2`,
    [by, idempotencyKey],
    'find-entered-protection',
  );
  return row && storedFrom(row);
}

export interface ProtectionFilter {
  readonly effect: ProtectionEffect;
  /** Only those that end on this day or before. */
  readonly endsBy?: string;
  /** Only those that may concern somebody with one of these blind indexes. */
  readonly personIndex?: readonly number[];
  readonly after?: { readonly endsOn: string; readonly id: string };
  readonly limit: number;
}

/** What ends first comes first. One more than the limit says that there are more. */
export async function listProtections(
  tx: Tx,
  { effect, endsBy, personIndex, after, limit }: ProtectionFilter,
): Promise<StoredProtection[]> {
  const rows = await tx.query<Row>(
    `SELECT ${COLUMNS} FROM protection
     WHERE effect = $1 AND ($2::date IS NULL OR ends_on <= $2) AND ($3::bigint[] IS NULL OR person_index && $3)
       AND ($4::date IS NULL OR (ends_on, id) > ($4, $5::uuid))
     ORDER BY ends_on, id LIMIT $6`,
    [effect, endsBy ?? null, personIndex ?? null, after?.endsOn ?? null, after?.id ?? null, limit],
    'list-protections',
  );
  return rows.map(storedFrom);
}
