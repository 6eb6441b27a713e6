import { SERVICES, type ServiceName } from '@app/contracts';
import {
  embeddedPostgres,
  removeEmbeddedPostgres,
  urlWith,
  type EmbeddedPostgres,
} from '@app/persistence';
import {
  KEY_DATABASE,
  PostgresKeyStore,
  developmentKeys,
  openParts,
  sealable,
  type DevelopmentKeys,
  type SealHeader,
} from '@app/privacy';
import { provisionDatabases, type ProvisionedDatabases } from '@app/provisioning';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

const SELF = { writer: 'life-events', reader: 'life-events' } as const;
const PAIR = { writer: 'life-events', reader: 'childcare' } as const;

/** A small city of the drill's own: a database server, the data, the keys; gone when the drill is over. */
export class DrillCity {
  private constructor(
    readonly folder: string,
    private readonly server: EmbeddedPostgres,
    private readonly databases: ProvisionedDatabases,
    private readonly keys: DevelopmentKeys,
    private readonly data: pg.Client,
  ) {}

  static async build(): Promise<DrillCity> {
    const folder = await mkdtemp(join(tmpdir(), 'madoguchi-drill-'));
    const server = await embeddedPostgres({ dataDir: join(folder, 'postgres') });
    const databases = await provision(server);
    const keys = await developmentKeys(join(folder, 'keys'), SERVICES);
    const data = new pg.Client({ connectionString: databases.adminUrl });
    await data.connect();
    await data.query(`CREATE SCHEMA drill; CREATE TABLE drill.part (case_id uuid, jwe text);
      CREATE TABLE drill.erasure (case_id uuid)`);
    return new DrillCity(folder, server, databases, keys, data);
  }

  async tearDown(): Promise<void> {
    await this.data.end();
    await this.server.stop();
    await removeEmbeddedPostgres(join(this.folder, 'postgres'));
    await rm(this.folder, { recursive: true, force: true });
  }

  get keysUrl(): string {
    return urlWith(this.server.adminUrl, { database: KEY_DATABASE });
  }

  /** A case whose personal part life-events seals for childcare. */
  async file(): Promise<string> {
    const caseId = randomUUID();
    await this.with(PAIR.writer, async (store) => {
      const keys = await store.issue([{ caseId, reader: PAIR.reader }], 'event');
      const jwe = sealable(keys, { name: '架空 花子' }).seal(headerOf(caseId));
      await this.data.query('INSERT INTO drill.part VALUES ($1, $2)', [caseId, jwe]);
    });
    return caseId;
  }

  /** A draft that life-events keeps for itself, as old as the sweep wants what it looks at; it is known to be there. */
  async draft(): Promise<string> {
    const caseId = randomUUID();
    await this.with(SELF.writer, (store) =>
      store.issue([{ caseId, reader: SELF.reader }], 'interview'),
    );
    const admin = new pg.Client({ connectionString: this.keysUrl });
    await admin.connect();
    await admin.query(
      `UPDATE key_data.case_key SET settled = true, issued_at = issued_at - interval '2 hours' WHERE case_id = $1`,
      [caseId],
    );
    await admin.end();
    return caseId;
  }

  /** Drafts are erased without a record, with their rows. */
  async eraseDraft(caseId: string): Promise<void> {
    await this.with(SELF.writer, (store) => store.destroy(caseId));
  }

  /** The hourly sweep of life-events, when its data have none of the drafts any more. Whether the draft's key is there still. */
  async sweepAndFind(caseId: string): Promise<boolean> {
    return this.with(SELF.writer, async (store) => {
      await store.sweepOrphans({ existing: () => Promise.resolve(new Set()) });
      const ref = { caseId, ...SELF };
      return (await store.open([ref], 'interview')).find(ref) !== undefined;
    });
  }

  /** Destroys the keys, and records it with the data. */
  async erase(caseId: string): Promise<void> {
    await this.with(PAIR.writer, (store) => store.destroy(caseId));
    await this.data.query('INSERT INTO drill.erasure VALUES ($1)', [caseId]);
  }

  /** The record of erasures that is kept with the data. */
  async erased(): Promise<Set<string>> {
    const { rows } = await this.data.query<{ case_id: string }>(
      'SELECT case_id FROM drill.erasure',
    );
    return new Set(rows.map(({ case_id }) => case_id));
  }

  async backUpData(): Promise<object[]> {
    return (await this.data.query<{ case_id: string; jwe: string }>('SELECT * FROM drill.part'))
      .rows;
  }

  async restoreData(backup: readonly object[]): Promise<void> {
    await this.data.query('TRUNCATE drill.part');
    await this.data.query(
      'INSERT INTO drill.part SELECT * FROM jsonb_to_recordset($1::jsonb) AS item (case_id uuid, jwe text)',
      [JSON.stringify(backup)],
    );
  }

  /** How the reader finds the part of a case, in a process that has just started. */
  async find(caseId: string): Promise<'opened' | 'erased' | 'refused' | 'no part'> {
    const { rows } = await this.data.query<{ jwe: string }>(
      'SELECT jwe FROM drill.part WHERE case_id = $1',
      [caseId],
    );
    const [row] = rows;
    if (!row) return 'no part';
    const [part] = await this.with(PAIR.reader, (store) =>
      openParts(store, [{ jwe: row.jwe, expected: headerOf(caseId) }], 'case-work'),
    );
    return part!.state;
  }

  /** The key database is gone; an empty one is provisioned in its place. */
  async loseKeys(): Promise<void> {
    await this.data.query(`DROP DATABASE ${KEY_DATABASE} WITH (FORCE)`);
    await provision(this.server);
  }

  private async with<T>(
    service: ServiceName,
    work: (store: PostgresKeyStore) => Promise<T>,
  ): Promise<T> {
    const url = urlWith(this.databases.urlsOf(service).keys, { password: `of ${service}` });
    const store = new PostgresKeyStore({ service, url, keys: await this.keys.keysOf(service) });
    return work(store).finally(() => store.close());
  }
}

const provision = (server: EmbeddedPostgres): Promise<ProvisionedDatabases> =>
  provisionDatabases(
    server.adminUrl,
    new Map(SERVICES.map((service) => [service, `of ${service}`])),
  );

const headerOf = (caseId: string): SealHeader => ({
  ...PAIR,
  caseId,
  type: 'madoguchi.drill',
  sequence: 1,
});
