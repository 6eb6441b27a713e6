import pg from 'pg';

/** Whose row it is. Every column that could tell has a value of its own side. */
export interface Side {
  readonly ward: string;
  readonly subject: string;
  /** In every row of this side, and in no other. */
  readonly id: string;
}

export const OURS: Side = {
  ...{ ward: '14101', subject: 'citizen-ours' },
  id: '01900000-0000-7000-8000-00000000000a',
};
export const THEIRS: Side = {
  ...{ ward: '14102', subject: 'citizen-theirs' },
  id: '01900000-0000-7000-8000-00000000000b',
};

/**
 * Puts one row of a side into a table, whatever the table is for: checks, references and triggers are taken away first, as the row
 * means nothing. For a database that is thrown away.
 */
export async function fillTable(admin: pg.Client, table: string, side: Side): Promise<void> {
  const { rows: constraints } = await admin.query<{ name: string }>(
    `SELECT format('%I', conname) AS name FROM pg_constraint WHERE conrelid = $1::regclass AND contype IN ('c', 'f')`,
    [table],
  );
  for (const { name } of constraints)
    await admin.query(`ALTER TABLE ${table} DROP CONSTRAINT IF EXISTS ${name} CASCADE`);
  await admin.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
  const { rows: columns } = await admin.query<{ name: string; type: string }>(
    `SELECT attname AS name, format_type(atttypid, NULL) AS type FROM pg_attribute
     WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attidentity = ''`,
    [table],
  );
  const row = Object.fromEntries(
    columns.map(({ name, type }) => [name, valueOf(name, type, side)]),
  );
  const names = columns.map(({ name }) => pg.escapeIdentifier(name)).join(', ');
  await admin.query(
    `INSERT INTO ${table} (${names}) SELECT ${names} FROM jsonb_populate_record(NULL::${table}, $1)`,
    [JSON.stringify(row)],
  );
}

function valueOf(name: string, type: string, side: Side): unknown {
  if (name === 'ward') return side.ward;
  if (name === 'subject') return side.subject;
  // Of an attachment, which is there for nobody before it was found so.
  if (name === 'state') return 'CLEAN';
  const value = {
    ...VALUES,
    uuid: side.id,
    text: side.id,
    jsonb: { id: side.id, ward: side.ward },
  }[type];
  if (value === undefined) throw new Error(`No value for a column of type ${type}: add one here.`);
  return value;
}

const VALUES: Readonly<Record<string, unknown>> = {
  ...{ smallint: 1, integer: 1, bigint: 1, boolean: true, bytea: '\\x00', date: '2026-01-01' },
  ...{ 'timestamp with time zone': '2026-01-01T00:00:00Z', 'text[]': [], 'bigint[]': [] },
};
