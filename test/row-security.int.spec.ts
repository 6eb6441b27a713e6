import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { SERVICES, type ServiceName } from '@app/contracts';
import {
  embeddedPostgres,
  type EmbeddedPostgres,
  type NarrowRole,
  ownerOf,
  removeEmbeddedPostgres,
  roleOf,
  schemaOf,
} from '@app/persistence';
import { provisionDatabases, type ProvisionedDatabases } from '@app/provisioning';
import { migrateServices } from '@app/service-host';
import { allServices } from '../apps/all-in-one/src/all-services.js';
import { fillTable, OURS, THEIRS, type Side } from './support/fill-table.js';

const DENIED = '42501';

/** What requests may read without a policy: no ward, no person, nothing that somebody filed. */
const OPEN_TO_REQUESTS: Readonly<Record<string, string>> = {
  stream: 'the number of the last event of a case that is written to',
  erased_application: 'tombstones: ids, and whose it was as a keyed hash',
  erasure: 'that a case is being erased; ids and a state',
};

/** All that is taken in with: numbers of events and records of access are written everywhere. */
const ALWAYS = ['access_record: INSERT in part', 'outbox: INSERT', 'stream: SELECT INSERT UPDATE'];
const INTAKE: Readonly<Partial<Record<ServiceName, readonly string[]>>> = {
  // Whose key was first has to be seen, and what the answer to it was; never what was filed.
  applications: [
    'application: SELECT in part INSERT UPDATE in part',
    'application_status: SELECT',
    'attachment: SELECT INSERT',
    'attachment_piece: INSERT',
    'correction: INSERT',
    'erased_application: SELECT',
    'idempotency_key: SELECT INSERT',
    'protection: SELECT',
  ],
  // Interviews are begun and answered before anybody is known to have a ward.
  'life-events': ['interview: SELECT INSERT UPDATE in part'],
};

/** On a server of its own with all tables of all services: two rows in each closed one, of two wards and two persons. */
describe('Rows of another ward', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'madoguchi-row-security-'));
  let server: EmbeddedPostgres;
  let databases: ProvisionedDatabases;
  let admin: pg.Client;
  const logins = new Map<ServiceName, pg.Client>();
  const closed = new Map<ServiceName, string[]>();

  beforeAll(async () => {
    server = await embeddedPostgres({ dataDir, settings: { fsync: 'off' } });
    const passwords = new Map(SERVICES.map((service) => [service, `of ${service}`]));
    databases = await provisionDatabases(server.adminUrl, passwords);
    await migrateServices(databases.adminUrl, allServices);
    admin = await connected(databases.adminUrl);
    for (const service of SERVICES) {
      logins.set(service, await connected(databases.urlsOf(service).database));
      closed.set(service, await tablesOf(service, 'c.relrowsecurity'));
      for (const table of closed.get(service)!)
        for (const side of [OURS, THEIRS]) await fillTable(admin, table, side);
    }
  }, 180_000);

  afterAll(async () => {
    await Promise.all([admin, ...logins.values()].map((client) => client?.end()));
    await server?.stop();
    await removeEmbeddedPostgres(dataDir);
    rmSync(dataDir, { recursive: true, force: true });
  }, 60_000);

  /** Qualified names of a service's tables for which the condition holds. */
  async function tablesOf(service: ServiceName, condition: string): Promise<string[]> {
    const { rows } = await admin.query<{ name: string }>(
      `SELECT format('%I.%I', n.nspname, c.relname) AS name
       FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
       WHERE n.nspname = $1 AND c.relkind IN ('r', 'p', 'v', 'm') AND NOT c.relispartition
         AND (${condition}) ORDER BY 1`,
      [schemaOf(service)],
    );
    return rows.map(({ name }) => name);
  }

  /** One transaction with raw SQL, as the service's login sends it: what the last statement says, then everything is undone. */
  async function as(
    service: ServiceName,
    role: NarrowRole | 'login',
    sight: Side | undefined,
    ...statements: string[]
  ): Promise<string> {
    const client = logins.get(service)!;
    try {
      await client.query('BEGIN');
      if (role !== 'login') await client.query(`SET LOCAL ROLE ${roleOf(service, role)}`);
      if (sight) await client.query(SIGHT, [`{${sight.ward}}`, `{${sight.subject}}`]);
      let said = '';
      for (const sql of statements) {
        const { rows, rowCount } = await client.query<{ said?: unknown }>(sql);
        said = rows[0] && 'said' in rows[0] ? String(rows[0].said) : `${rowCount} rows`;
      }
      return said;
    } catch (error) {
      const { code, message } = error as pg.DatabaseError;
      return /row-level security/.test(message) ? 'against the policy' : (code ?? message);
    } finally {
      await client.query('ROLLBACK');
    }
  }

  /** On the table or on a column of it. */
  const may = async (role: string, table: string, right: string): Promise<boolean> =>
    (await rightsOn(role, table)).some((one) => one.startsWith(right));

  async function rightsOn(role: string, table: string): Promise<string[]> {
    const { rows } = await admin.query<{ said: string }>(RIGHTS, [role, table]);
    return rows.map(({ said }) => said);
  }

  describe.each(SERVICES)('as %s', (service) => {
    const api = roleOf(service, 'api');

    it('are looked for in every table that has a ward, and in each that requests may read', async () => {
      const hasWard = `EXISTS (SELECT FROM pg_attribute AS a WHERE a.attrelid = c.oid
        AND a.attname = 'ward' AND NOT a.attisdropped)`;
      const readable = `has_any_column_privilege('${api}', c.oid, 'SELECT')`;
      const tables = await tablesOf(
        service,
        `(${hasWard} OR ${readable}) AND NOT c.relrowsecurity`,
      );
      const open = tables.map((name) => name.replace(/^\w+\./, ''));
      expect(open.filter((name) => !(name in OPEN_TO_REQUESTS))).toEqual([]);
      expect(closed.get(service)!.length).toBeGreaterThan(0);
    });

    it('are closed to the owner of the tables, too, and nobody of the service goes round it', async () => {
      expect(await tablesOf(service, 'c.relrowsecurity AND NOT c.relforcerowsecurity')).toEqual([]);
      expect(await tablesOf(service, `c.relowner <> '${ownerOf(service)}'::regrole`)).toEqual([]);
      const { rows } = await admin.query(
        `SELECT rolname FROM pg_roles WHERE pg_has_role($1, oid, 'MEMBER')
         AND (rolbypassrls OR rolsuper OR rolcreaterole OR rolcreatedb OR rolname LIKE '%\\_owner')`,
        [schemaOf(service)],
      );
      expect(rows).toEqual([]);
    });

    it('do not exist for a request, whatever it asks: each table', async () => {
      for (const table of closed.get(service)!) {
        const count = `SELECT count(*) AS said FROM ${table}`;
        if (!(await may(api, table, 'SELECT'))) {
          expect([table, await as(service, 'api', OURS, count)]).toEqual([table, DENIED]);
          continue;
        }
        expect([table, await as(service, 'api', OURS, count)]).toEqual([table, '1']);
        expect([table, await as(service, 'api', THEIRS, count)]).toEqual([table, '1']);
        const theirs = `SELECT count(*) AS said FROM ${table} AS t WHERE t::text LIKE '%${THEIRS.id}%'`;
        expect([table, await as(service, 'api', OURS, theirs)]).toEqual([table, '0']);
        expect([table, await as(service, 'api', THEIRS, theirs)]).toEqual([table, '1']);
      }
    });

    it('nor does any row for a request that was given no ward and no person', async () => {
      for (const table of closed.get(service)!) {
        if (!(await may(api, table, 'SELECT'))) continue;
        const count = `SELECT count(*) AS said FROM ${table}`;
        // Also after a transaction that was given some: the setting is then empty, and not absent.
        expect([table, await as(service, 'api', OURS, count)]).toEqual([table, '1']);
        expect([table, await as(service, 'api', undefined, count)]).toEqual([table, '0']);
      }
    });

    it('are not changed, taken away or added', async () => {
      for (const table of closed.get(service)!) {
        const [column] = await changeable(api, table);
        if (column !== undefined)
          expect([
            table,
            await as(service, 'api', OURS, `UPDATE ${table} SET ${column} = ${column}`),
          ]).toEqual([table, '1 rows']);
        if (await may(api, table, 'DELETE'))
          expect([table, await as(service, 'api', OURS, `DELETE FROM ${table}`)]).toEqual([
            table,
            '1 rows',
          ]);
        if (await may(api, table, 'INSERT'))
          expect([table, await as(service, 'api', OURS, await copyOf(table))]).toEqual([
            table,
            'against the policy',
          ]);
      }
    });

    it('are there for the worker: it carries events of every ward, and is no request’s', async () => {
      for (const table of closed.get(service)!)
        if (await may(roleOf(service, 'worker'), table, 'SELECT'))
          expect([
            table,
            await as(service, 'worker', undefined, `SELECT count(*) AS said FROM ${table}`),
          ]).toEqual([table, '2']);
    });

    it('stay closed whoever tries to open them, with every role of the service', async () => {
      const roles = ['login', 'api', 'intake', 'worker'] as const;
      for (const table of closed.get(service)!)
        for (const role of roles)
          for (const sql of escapes(service, table))
            expect([role, sql, await as(service, role, OURS, sql)]).toEqual([role, sql, DENIED]);
      for (const table of closed.get(service)!) {
        const unfiltered = [
          'SET LOCAL row_security = off',
          `SELECT count(*) AS said FROM ${table}`,
        ];
        if (await may(api, table, 'SELECT'))
          expect(await as(service, 'api', OURS, ...unfiltered)).toBe('against the policy');
        expect(await as(service, 'login', OURS, `SELECT FROM ${table}`)).toBe(DENIED);
      }
    }, 120_000);

    it('and who takes in may do what that needs, and nothing more', async () => {
      const expected = [...ALWAYS, ...(INTAKE[service] ?? [])].sort();
      expect(await rightsOf(roleOf(service, 'intake'), service)).toEqual(expected);
    });
  });

  it('and who takes in cannot read what was filed, nor say more than that it is withdrawn', async () => {
    const table = 'applications.application';
    expect(await as('applications', 'intake', undefined, `SELECT filing FROM ${table}`)).toBe(
      DENIED,
    );
    expect(await changeable('applications_intake', table)).toEqual(['withdrawal_requested_at']);
  });

  it('would be seen here if a table were open', async () => {
    const table = 'resident.task';
    const count = `SELECT count(*) AS said FROM ${table}`;
    await admin.query(`ALTER TABLE ${table} DISABLE ROW LEVEL SECURITY`);
    expect(await as('resident', 'api', OURS, count)).toBe('2');
    await admin.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`);
    expect(await as('resident', 'api', OURS, count)).toBe('1');
  });

  async function changeable(role: string, table: string): Promise<string[]> {
    const { rows } = await admin.query<{ name: string }>(
      `SELECT format('%I', attname) AS name FROM pg_attribute WHERE attrelid = $2::regclass AND attnum > 0
       AND NOT attisdropped AND has_column_privilege($1, attrelid, attnum, 'UPDATE') ORDER BY attnum DESC`,
      [role, table],
    );
    return rows.map(({ name }) => name);
  }

  /** A statement that adds a row of the other side, as values: it was not read by who sends it. */
  async function copyOf(table: string): Promise<string> {
    const { rows } = await admin.query<{ said: string }>(
      `SELECT to_jsonb(t)::text AS said FROM ${table} AS t WHERE t::text LIKE '%${THEIRS.id}%'`,
    );
    return `INSERT INTO ${table} SELECT * FROM jsonb_populate_record(NULL::${table}, ${pg.escapeLiteral(rows[0]!.said)})`;
  }

  /** `table: RIGHTS` of all tables on which it has any. */
  async function rightsOf(role: string, service: ServiceName): Promise<string[]> {
    const said: string[] = [];
    for (const table of await tablesOf(service, 'true')) {
      const rights = await rightsOn(role, table);
      if (rights.length > 0) said.push(`${table.replace(/^\w+\.|"/g, '')}: ${rights.join(' ')}`);
    }
    return said.sort();
  }
});

const SIGHT = `SELECT set_config('app.wards', $1, true), set_config('app.subjects', $2, true)`;

/** Rights of a role on a table; `in part` are those on some of its columns. */
const RIGHTS = `
  SELECT one || CASE WHEN has_table_privilege($1, $2, one) THEN '' ELSE ' in part' END AS said
  FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) WITH ORDINALITY AS r (one, position)
  WHERE has_table_privilege($1, $2, one)
    OR EXISTS (SELECT FROM pg_attribute WHERE attrelid = $2::regclass AND attnum > 0 AND NOT attisdropped
      AND one IN ('SELECT', 'INSERT', 'UPDATE') AND has_column_privilege($1, attrelid, attnum, one))
  ORDER BY position`;

/** How SQL could open a table. */
const escapes = (service: ServiceName, table: string): string[] => [
  `ALTER TABLE ${table} DISABLE ROW LEVEL SECURITY`,
  `ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY`,
  `ALTER TABLE ${table} OWNER TO CURRENT_USER`,
  `CREATE POLICY mine ON ${table} USING (true)`,
  `CREATE TRIGGER mine BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()`,
  `CREATE VIEW ${schemaOf(service)}.mine AS SELECT * FROM ${table}`,
  `TRUNCATE ${table}`,
  `DROP TABLE ${table}`,
  `SET ROLE ${ownerOf(service)}`,
  'SET ROLE postgres',
  'SET SESSION AUTHORIZATION postgres',
  'ALTER ROLE CURRENT_USER BYPASSRLS',
  `GRANT ${ownerOf(service)} TO CURRENT_USER`,
  'SET LOCAL session_replication_role = replica',
];

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
