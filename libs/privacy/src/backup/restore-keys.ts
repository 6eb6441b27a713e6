import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { BACKED_UP, BackupRefusedError, readBackup } from './backup-format.js';
import type { BackedUpTable, BackupHeader, BackupRow } from './backup-format.js';

export interface RestoreOptions {
  /** Every case that was ever erased, as the record kept with the data says: its keys do not come back. */
  readonly erased: ReadonlySet<string>;
  readonly now: Date;
}

export interface RestoredKeys {
  readonly takenAt: string;
  readonly keys: number;
  /** Cases whose keys were in the backup and are not restored, since they were erased after it was taken. */
  readonly erasedAgain: readonly string[];
}

/**
 * Brings a backup into an empty key database, in one transaction. What the record of erasures names is erased again
 * before anybody can open it.
 * @param adminUrl of the key database, provisioned, with a login that may write its tables
 * @throws BackupRefusedError when its life is over, when it is not whole, or when the database is not empty
 */
export async function restoreKeys(
  adminUrl: string,
  file: string,
  { erased, now }: RestoreOptions,
): Promise<RestoredKeys> {
  const { header, rows } = readBackup(await readFile(file, 'utf8'));
  if (new Date(header.expiresAt) <= now)
    throw new BackupRefusedError(
      `The life of this backup ended at ${header.expiresAt}: delete it.`,
    );
  const client = new pg.Client({ connectionString: adminUrl, application_name: 'key restore' });
  await client.connect();
  try {
    await client.query('BEGIN');
    await refuseUnfit(client, header);
    const answer = await bringIn(client, rows, erased);
    await client.query('COMMIT');
    return { takenAt: header.takenAt, ...answer };
  } finally {
    // Without COMMIT nothing stays.
    await client.end();
  }
}

async function refuseUnfit(client: pg.Client, { migration }: BackupHeader): Promise<void> {
  await client.query('LOCK TABLE key_data.case_key, key_data.erased_case IN EXCLUSIVE MODE');
  const { rows } = await client.query<{ filled: boolean; migration: number }>(
    `SELECT EXISTS (SELECT FROM key_data.case_key) AS filled, max(id) AS migration FROM key_data.migration`,
  );
  if (rows[0]?.filled)
    throw new BackupRefusedError(
      'The key database holds keys: a backup goes into an empty one only.',
    );
  if (rows[0]?.migration !== migration)
    throw new BackupRefusedError(
      `The backup is of version ${migration} of the tables, the database of ${rows[0]?.migration}: provision with the release of the backup, restore, then bring it up to date.`,
    );
}

async function bringIn(
  client: pg.Client,
  rows: readonly BackupRow[],
  erased: ReadonlySet<string>,
): Promise<Omit<RestoredKeys, 'takenAt'>> {
  const isGone = ({ table, row }: BackupRow): boolean =>
    table === 'case_key' && erased.has(String(row['case_id']));
  const kept = rows.filter((row) => !isGone(row));
  for (const table of ['erased_case', 'retired_key', 'case_key'] as const)
    await insert(
      client,
      table,
      kept.filter((row) => row.table === table),
    );
  const erasedAgain = new Set(rows.filter(isGone).map(({ row }) => String(row['case_id'])));
  await recordErased(client, rows, erased);
  const keys = kept.filter(({ table }) => table === 'case_key').length;
  return { keys, erasedAgain: [...erasedAgain].sort() };
}

async function insert(
  client: pg.Client,
  table: BackedUpTable,
  rows: readonly BackupRow[],
): Promise<void> {
  const columns = BACKED_UP[table];
  const values = columns.map((column) => RESTORED[column] ?? `item.${column}`);
  for (let from = 0; from < rows.length; from += 1_000) {
    const page = rows.slice(from, from + 1_000).map(({ row }) => row);
    await client.query(
      `INSERT INTO key_data.${table} (${columns.join(', ')})
       SELECT ${values.join(', ')} FROM jsonb_to_recordset($1::jsonb) AS item (${TYPES[table]})`,
      [JSON.stringify(page)],
    );
  }
}

/**
 * What does not come back as it was. Whether there still is what a service keeps for itself is asked again, so that the
 * sweep takes the keys of interviews that were erased since: no record names them, and they have no row any more.
 */
const RESTORED: Readonly<Partial<Record<string, string>>> = {
  wrapped: `decode(item.wrapped, 'base64')`,
  settled: 'item.settled AND item.writer <> item.reader',
};

/** Columns of the recordset; what is base64 is a text still. */
const TYPES: Readonly<Record<BackedUpTable, string>> = {
  case_key:
    'case_id uuid, writer text, reader text, wrapped text, issued_at timestamptz, settled boolean, writer_key smallint, reader_key smallint',
  erased_case:
    'case_id uuid, erased_by text, erased_at timestamptz, parties text[], key_count integer',
  retired_key: 'service text, version smallint, retired_at timestamptz',
};

/** Also cases of which the backup knew nothing: no key of theirs is ever issued again. */
async function recordErased(
  client: pg.Client,
  rows: readonly BackupRow[],
  erased: ReadonlySet<string>,
): Promise<void> {
  const parties = new Map<string, Set<string>>([...erased].map((id) => [id, new Set<string>()]));
  const counts = new Map<string, number>();
  for (const { table, row } of rows) {
    const id = String(row['case_id']);
    if (table !== 'case_key' || !erased.has(id)) continue;
    parties.get(id)?.add(String(row['writer'])).add(String(row['reader']));
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  const records = [...parties].map(([id, names]) => ({
    case_id: id,
    parties: [...names],
    key_count: counts.get(id) ?? 0,
  }));
  await client.query(
    `INSERT INTO key_data.erased_case (case_id, erased_by, parties, key_count)
     SELECT item.case_id, 'restore', item.parties, item.key_count
     FROM jsonb_to_recordset($1::jsonb) AS item (case_id uuid, parties text[], key_count integer)
     ON CONFLICT (case_id) DO NOTHING`,
    [JSON.stringify(records)],
  );
}
