import { mkdir, open, readFile, readdir, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { BACKED_UP, BACKED_UP_TABLES, BackupWriter, type BackupHeader } from './backup-format.js';

export interface BackupOptions {
  /** How long the backup may live; shorter than any backup of the data. */
  readonly days: number;
  readonly now: Date;
}

export interface KeyBackup {
  readonly file: string;
  readonly rows: number;
  readonly expiresAt: string;
}

const DAY_MS = 24 * 3600_000;
const PAGE = 5_000;
const NAME = /^keys-.*\.backup$/;

/**
 * Writes one consistent state of the key database into a new file of `folder` (0600, folder 0700): wrapped keys, which
 * open nothing without a service's private key, and the record of erased cases. The log of openings is not in it.
 * @param adminUrl of the key database, with a login that may read its tables
 */
export async function backupKeys(
  adminUrl: string,
  folder: string,
  { days, now }: BackupOptions,
): Promise<KeyBackup> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const expiresAt = new Date(now.getTime() + days * DAY_MS).toISOString();
  const file = join(folder, `keys-${now.toISOString().replaceAll(/[:.]/g, '')}.backup`);
  const draft = await open(`${file}.draft`, 'wx', 0o600);
  try {
    const writer = new BackupWriter((line) => draft.write(line));
    await dump(adminUrl, writer, { takenAt: now.toISOString(), expiresAt });
    const rows = await writer.end();
    await draft.sync();
    await rename(`${file}.draft`, file);
    return { file, rows, expiresAt };
  } finally {
    await draft.close();
  }
}

/** Removes backups whose life is over, and answers their names. */
export async function expireBackups(folder: string, now: Date): Promise<string[]> {
  const removed: string[] = [];
  for (const name of (await readdir(folder)).filter((one) => NAME.test(one)).sort()) {
    const [first = ''] = (await readFile(join(folder, name), 'utf8')).split('\n', 1);
    const { expiresAt } = JSON.parse(first) as BackupHeader;
    if (new Date(expiresAt) > now) continue;
    await unlink(join(folder, name));
    removed.push(name);
  }
  return removed;
}

async function dump(
  adminUrl: string,
  writer: BackupWriter,
  times: Pick<BackupHeader, 'takenAt' | 'expiresAt'>,
): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl, application_name: 'key backup' });
  await client.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const { rows } = await client.query<{ migration: number }>(
      'SELECT max(id) AS migration FROM key_data.migration',
    );
    await writer.header({ format: 1, migration: rows[0]!.migration, ...times });
    for (const table of BACKED_UP_TABLES) await dumpTable(client, writer, table);
  } finally {
    await client.end();
  }
}

async function dumpTable(
  client: pg.Client,
  writer: BackupWriter,
  table: (typeof BACKED_UP_TABLES)[number],
): Promise<void> {
  const columns = BACKED_UP[table].map((column) =>
    column === 'wrapped' ? `encode(wrapped, 'base64') AS wrapped` : column,
  );
  await client.query(
    `DECLARE ${table} CURSOR FOR SELECT ${columns.join(', ')} FROM key_data.${table}`,
  );
  for (;;) {
    const { rows } = await client.query<Record<string, unknown>>(`FETCH ${PAGE} FROM ${table}`);
    if (rows.length === 0) return;
    for (const row of rows) await writer.row({ table, row });
  }
}
