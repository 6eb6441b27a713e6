import pg from 'pg';

/** The administrator's look into one database, from outside of what is measured. */
export class ObservedDatabase {
  private constructor(private readonly client: pg.Client) {}

  static async open(adminUrl: string, name: string): Promise<ObservedDatabase> {
    const url = new URL(adminUrl);
    url.pathname = `/${name}`;
    const client = new pg.Client({ connectionString: url.href, application_name: 'bench' });
    client.on('error', () => undefined);
    await client.connect();
    return new ObservedDatabase(client);
  }

  async rows<R extends pg.QueryResultRow>(sql: string, params: unknown[] = []): Promise<R[]> {
    return (await this.client.query<R>(sql, params)).rows;
  }

  async one<R extends pg.QueryResultRow>(sql: string, params: unknown[] = []): Promise<R> {
    const [row] = await this.rows<R>(sql, params);
    if (row === undefined) throw new Error(`Nothing was found by: ${sql}`);
    return row;
  }

  /** Bytes of write-ahead log that the whole server has written since it was made. */
  async walBytes(): Promise<number> {
    const { bytes } = await this.one<{ bytes: string }>(
      `SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0') AS bytes`,
    );
    return Number(bytes);
  }

  /** So that no measurement pays for the pages that another one made dirty. */
  async checkpoint(): Promise<void> {
    await this.rows('CHECKPOINT');
  }

  async close(): Promise<void> {
    await this.client.end();
  }
}
