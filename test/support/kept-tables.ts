import pg from 'pg';

const TABLES = `
  SELECT format('%I.%I', nspname, relname) AS name
  FROM pg_class JOIN pg_namespace AS n ON n.oid = relnamespace
  WHERE relkind = 'r' AND nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema' ORDER BY 1`;

/** Every row of every table of a database, kept outside of it as a dump keeps them; `restore` puts back exactly these. */
export class KeptTables {
  private constructor(
    private readonly url: string,
    private readonly rows: ReadonlyMap<string, string>,
  ) {}

  static async of(url: string): Promise<KeptTables> {
    const rows = new Map<string, string>();
    await connected(url, async (client) => {
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
      for (const name of await namesIn(client)) {
        const { rows: found } = await client.query<{ all: string }>(
          `SELECT coalesce(jsonb_agg(to_jsonb(t)), '[]')::text AS all FROM ${name} AS t`,
        );
        rows.set(name, found[0]!.all);
      }
      await client.query('COMMIT');
    });
    return new KeptTables(url, rows);
  }

  /** To be called while nobody else works on the database. */
  async restore(): Promise<void> {
    await connected(this.url, async (client) => {
      await client.query('BEGIN');
      // As pg_restore does: no trigger has a say in what was true once.
      await client.query('SET LOCAL session_replication_role = replica');
      await client.query(`TRUNCATE ${(await namesIn(client)).join(', ')}`);
      for (const [name, all] of this.rows)
        await client.query(
          `INSERT INTO ${name} OVERRIDING SYSTEM VALUE SELECT * FROM jsonb_populate_recordset(null::${name}, $1::jsonb)`,
          [all],
        );
      await client.query('COMMIT');
    });
  }
}

async function namesIn(client: pg.Client): Promise<string[]> {
  return (await client.query<{ name: string }>(TABLES)).rows.map(({ name }) => name);
}

async function connected(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await work(client).finally(() => client.end());
}
