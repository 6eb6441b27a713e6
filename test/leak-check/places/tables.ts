import pg from 'pg';
import type { Place, Sample } from './place.js';

/** At a time, so that a large table needs no large memory. */
const ROWS = 500;
const BYTEA = 17;

/** Bytes as bytes, everything else as PostgreSQL prints it: decompressed, and jsonb with its own characters. */
const asText: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: string) =>
    oid === BYTEA && format !== 'binary'
      ? (text: string) => Buffer.from(text.slice(2), 'hex')
      : (text: string) => text) as pg.CustomTypesConfig['getTypeParser'],
};

/**
 * Every row of every table of the databases (all of the server where none is named), and what the server's sessions ran
 * last. By its superuser.
 */
export function tablesPlace(adminUrl: string, only?: readonly string[]): Place {
  return {
    kind: 'table',
    async *samples() {
      for (const database of only ?? (await databases(adminUrl)))
        yield* withClient(urlOf(adminUrl, database), (client) => tablesOf(client, database));
    },
  };
}

async function* tablesOf(client: pg.Client, database: string): AsyncIterable<Sample> {
  for (const table of await relations(client))
    yield* rowsOf(client, `${database}: ${table}`, `SELECT * FROM ${table}`);
  yield* rowsOf(client, `${database}: statements`, 'SELECT query FROM pg_stat_activity');
}

async function* rowsOf(client: pg.Client, where: string, sql: string): AsyncIterable<Sample> {
  await client.query('BEGIN READ ONLY');
  await client.query(`DECLARE leak_check NO SCROLL CURSOR FOR ${sql}`);
  for (;;) {
    const { rows } = await client.query<Cell[]>({
      text: `FETCH ${ROWS} FROM leak_check`,
      rowMode: 'array',
      types: asText,
    });
    if (rows.length === 0) break;
    yield { where, bytes: Buffer.concat(rows.flat().flatMap(cell)) };
  }
  await client.query('COMMIT');
}

type Cell = string | Buffer | null;

/** A line end between two values: their edges are not one text. */
function cell(value: Cell): Buffer[] {
  if (value === null) return [];
  return [Buffer.isBuffer(value) ? value : Buffer.from(value), LINE_END];
}
const LINE_END = Buffer.from('\n');

/** Partitions are read through their table. */
async function relations(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p', 'm') AND NOT c.relispartition
       AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
     ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

const databases = (adminUrl: string): Promise<string[]> =>
  collect(
    withClient(adminUrl, async function* (client) {
      const { rows } = await client.query<{ datname: string }>(
        'SELECT datname FROM pg_database WHERE datallowconn ORDER BY 1',
      );
      yield* rows.map(({ datname }) => datname);
    }),
  );

export function urlOf(adminUrl: string, database: string): string {
  return Object.assign(new URL(adminUrl), { pathname: `/${database}` }).href;
}

async function* withClient<T>(
  url: string,
  work: (client: pg.Client) => AsyncIterable<T>,
): AsyncIterable<T> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    yield* work(client);
  } finally {
    await client.end();
  }
}

async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of source) all.push(one);
  return all;
}
