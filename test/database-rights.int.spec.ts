import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { SERVICES, type ServiceName } from '@app/contracts';
import {
  embeddedPostgres,
  type EmbeddedPostgres,
  removeEmbeddedPostgres,
  schemaOf,
  urlWith,
} from '@app/persistence';
import { provisionDatabases, type ProvisionedDatabases } from '@app/provisioning';
import { migrateServices } from '@app/service-host';
import { allServices } from '../apps/all-in-one/src/all-services.js';

const DENIED = '42501';
const NO_SERVICE_OF_IT = 'MK001';
const pairs = SERVICES.flatMap((service) =>
  SERVICES.filter((other) => other !== service).map((other) => ({ service, other })),
);

/** On a server of its own, set up as the stack's: what is tried here belongs to the whole server. */
describe('A service with SQL of its own', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'madoguchi-database-rights-'));
  let server: EmbeddedPostgres;
  let databases: ProvisionedDatabases;
  const clients = new Map<string, pg.Client>();

  beforeAll(async () => {
    server = await embeddedPostgres({ dataDir, settings: { fsync: 'off' } });
    const passwords = new Map(SERVICES.map((service) => [service, `of ${service}`]));
    databases = await provisionDatabases(server.adminUrl, passwords);
    await migrateServices(databases.adminUrl, allServices);
  }, 120_000);

  afterAll(async () => {
    await Promise.all([...clients.values()].map((client) => client.end()));
    await server?.stop();
    await removeEmbeddedPostgres(dataDir);
    rmSync(dataDir, { recursive: true, force: true });
  }, 60_000);

  async function clientAt(url: string): Promise<pg.Client> {
    const known = clients.get(url);
    if (known) return known;
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    await client.connect();
    clients.set(url, client);
    return client;
  }

  /** The rows, or the SQLSTATE of the refusal. */
  async function ask(url: string, sql: string, values: unknown[] = []): Promise<unknown> {
    const client = await clientAt(url);
    try {
      return (await client.query<Record<string, unknown>>(sql, values)).rows;
    } catch (error) {
      return (error as pg.DatabaseError).code;
    }
  }

  const as = (service: ServiceName, sql: string, values?: unknown[]) =>
    ask(databases.urlsOf(service).database, sql, values);
  const atKeys = (service: ServiceName, sql: string, values?: unknown[]) =>
    ask(databases.urlsOf(service).keys, sql, values);
  const asAdmin = async (sql: string, values?: unknown[]) =>
    (await ask(databases.adminUrl, sql, values)) as { name: string; kind?: string }[];

  /** With each role that the login may take on. */
  const rolesOf = async (service: ServiceName): Promise<string[]> => {
    const rows = await asAdmin(
      `SELECT rolname AS name FROM pg_roles WHERE pg_has_role($1, oid, 'MEMBER')`,
      [schemaOf(service)],
    );
    return rows.map(({ name }) => name);
  };

  const touchable = (roles: string[], schemas: string[]) =>
    asAdmin(TOUCHABLE, [roles, schemas]).then((rows) => rows.map(({ name }) => name));

  describe.each(SERVICES)('as %s', (service) => {
    const others = SERVICES.filter((one) => one !== service);

    it('has no right on anything in the schema of another service', async () => {
      const roles = await rolesOf(service);
      expect(roles.length).toBeGreaterThan(3);
      expect(await touchable(roles, others.map(schemaOf))).toEqual([]);
      // The same question finds what it has in its own.
      expect((await touchable(roles, [schemaOf(service)])).length).toBeGreaterThan(20);
    });

    it('is refused when it tries: every table and sequence of every other service', async () => {
      const found = await asAdmin(RELATIONS, [others.map(schemaOf)]);
      expect(found.length).toBeGreaterThan(40);
      for (const { name, kind } of found) {
        const attempts =
          kind === 'S'
            ? [`SELECT nextval('${name}')`]
            : [`SELECT FROM ${name}`, `INSERT INTO ${name} DEFAULT VALUES`, `DELETE FROM ${name}`];
        for (const sql of attempts) expect([sql, await as(service, sql)]).toEqual([sql, DENIED]);
      }
    }, 60_000);

    it('makes nothing outside of its schema, and takes on no role of another', async () => {
      const foreignRoles: string[] = [];
      for (const other of others) foreignRoles.push(...(await rolesOf(other)));
      const attempts = [
        'CREATE TABLE public.mine (id int)',
        `CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'`,
        'CREATE SCHEMA mine',
        'CREATE TEMP TABLE mine (id int)',
        'CREATE DATABASE mine',
        'CREATE ROLE mine',
        ...others.map((other) => `CREATE TABLE ${schemaOf(other)}.mine (id int)`),
        ...foreignRoles.map((role) => `SET ROLE ${role}`),
      ];
      for (const sql of attempts) expect([sql, await as(service, sql)]).toEqual([sql, DENIED]);
    });

    it('finds the vault closed, with every role that it may take on', async () => {
      const attempts = [
        'SELECT FROM vault.planted',
        'CREATE TABLE vault.mine (id int)',
        'DROP SCHEMA vault CASCADE',
        'SET ROLE vault',
        'GRANT USAGE ON SCHEMA vault TO PUBLIC',
      ];
      await asAdmin('CREATE TABLE IF NOT EXISTS vault.planted (id int)');
      for (const role of await rolesOf(service))
        for (const sql of attempts) {
          await as(service, `SET ROLE ${role}`);
          expect([role, sql, await as(service, sql)]).toEqual([role, sql, DENIED]);
        }
      await as(service, 'RESET ROLE');
      await asAdmin('DROP TABLE vault.planted');
    });

    it('may connect to its two databases and no other of the server', async () => {
      const may = await asAdmin(
        `SELECT datname AS name FROM pg_database
         WHERE datallowconn AND has_database_privilege($1, datname, 'CONNECT') ORDER BY 1`,
        [schemaOf(service)],
      );
      expect(may.map(({ name }) => name)).toEqual(['madoguchi', 'madoguchi_keys']);
      for (const database of ['postgres', 'template1']) {
        const url = urlWith(databases.urlsOf(service).database, { database });
        await expect(clientAt(url)).rejects.toMatchObject({ code: DENIED });
      }
    });

    it('reaches the keys through the functions alone', async () => {
      const callable = (await ask(
        urlWith(databases.adminUrl, { database: 'madoguchi_keys' }),
        CALLABLE,
        [schemaOf(service)],
      )) as { name: string }[];
      expect(callable.map(({ name }) => name)).toEqual(
        [
          'destroy',
          'held',
          'issue',
          'open',
          'outdated',
          'retire',
          'rewrap',
          'settle',
          'unsettled',
        ].map((name) => `key_api.${name}`),
      );
      const attempts = [
        'SELECT FROM key_data.case_key',
        'SELECT FROM key_data.erased_case',
        'SELECT FROM key_data.service',
        'SELECT FROM key_data.opening',
        'DELETE FROM key_data.opening',
        'SELECT FROM key_data.opening_default',
        'SELECT FROM key_data.retired_key',
        'SELECT key_data.caller()',
        'DELETE FROM key_data.case_key',
        'CREATE TABLE public.mine (id int)',
        'CREATE TABLE key_api.mine (id int)',
        'CREATE TEMP TABLE mine (id int)',
        'CREATE SCHEMA mine',
        'SET ROLE madoguchi_keys_owner',
      ];
      for (const sql of attempts) expect([sql, await atKeys(service, sql)]).toEqual([sql, DENIED]);
    });
  });

  it('keeps a vault that holds nothing and is nobody’s', async () => {
    const members = `SELECT m.rolname AS name FROM pg_auth_members JOIN pg_roles AS m ON m.oid = member
      WHERE roleid = 'vault'::regrole AND NOT m.rolsuper`;
    const login = `SELECT rolname AS name FROM pg_roles WHERE rolname = 'vault'
      AND (rolcanlogin OR rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb)`;
    for (const sql of [members, login]) expect(await asAdmin(sql)).toEqual([]);
    expect(await asAdmin(RELATIONS, [['vault']])).toEqual([]);
    const creatable = `SELECT nspname AS name FROM pg_namespace
      WHERE nspname = 'vault' AND has_schema_privilege('vault', nspname, 'CREATE')`;
    expect(await asAdmin(creatable)).toEqual([]);
  });

  describe.each(pairs)('as $service, of what $other shares with somebody', ({ service, other }) => {
    const third = SERVICES.find((one) => one !== service && one !== other) as ServiceName;
    const issue = (writer: ServiceName, caseId: string, reader: ServiceName) =>
      atKeys(
        writer,
        'SELECT writer, reader FROM key_api.issue($1, $2, $3, 1::smallint, ARRAY[1]::smallint[], $4)',
        [[caseId], [reader], [Buffer.alloc(40)], 'event'],
      );
    const open = (who: ServiceName, caseId: string, writer: ServiceName, reader: ServiceName) =>
      atKeys(who, 'SELECT writer, reader FROM key_api.open($1, $2, $3, $4)', [
        [caseId],
        [writer],
        [reader],
        'event',
      ]);
    const destroy = (who: ServiceName, caseId: string) =>
      atKeys(who, 'SELECT key_api.destroy($1)', [caseId]);

    it('opens nothing between two others, and destroys nothing of theirs', async () => {
      const caseId = randomUUID();
      expect(await issue(other, caseId, third)).toEqual([{ writer: other, reader: third }]);
      expect(await open(service, caseId, other, third)).toEqual([]);
      expect(await destroy(service, caseId)).toBe(NO_SERVICE_OF_IT);
      expect(await open(third, caseId, other, third)).toEqual([{ writer: other, reader: third }]);
    });

    it('opens and destroys what is shared with it, whoever wrote', async () => {
      const caseId = randomUUID();
      await issue(other, caseId, service);
      const shared = { writer: other, reader: service };
      expect(await open(service, caseId, other, service)).toEqual([shared]);
      expect(await destroy(service, caseId)).toHaveLength(1);
      expect(await open(service, caseId, other, service)).toEqual([{ writer: null, reader: null }]);
    });

    it('cannot issue in the name of the other, nor sweep away what the other issued', async () => {
      const caseId = randomUUID();
      expect(await issue(service, caseId, other)).toEqual([{ writer: service, reader: other }]);
      const theirs = randomUUID();
      await issue(other, theirs, third);
      await atKeys(service, 'SELECT key_api.settle($1, $2)', [[theirs], []]);
      expect(await open(third, theirs, other, third)).toEqual([{ writer: other, reader: third }]);
      expect(await open(other, caseId, other, service)).toEqual([]);
    });
  });
});

/** Relations of schemas; a table stands for its partitions, whose own rights are looked up. */
const RELATIONS = `
  SELECT format('%I.%I', n.nspname, c.relname) AS name, c.relkind AS kind
  FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
  WHERE n.nspname = ANY ($1) AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
    AND NOT c.relispartition
  ORDER BY 1`;

/** What one of the roles may do anything with, in one of the schemas. */
const TOUCHABLE = `
  SELECT format('%s may touch %I.%I', role, n.nspname, c.relname) AS name
  FROM unnest($1::text[]) AS role, pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
  WHERE n.nspname = ANY ($2) AND CASE
    WHEN c.relkind = 'S' THEN has_sequence_privilege(role, c.oid, 'USAGE, SELECT, UPDATE')
    WHEN c.relkind IN ('r', 'p', 'v', 'm', 'f') THEN
      has_table_privilege(role, c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
      OR has_any_column_privilege(role, c.oid, 'SELECT, INSERT, UPDATE, REFERENCES')
    ELSE false END
  UNION ALL
  SELECT format('%s may call %I.%I', role, n.nspname, p.proname)
  FROM unnest($1::text[]) AS role, pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
  WHERE n.nspname = ANY ($2) AND has_schema_privilege(role, n.oid, 'USAGE')
    AND has_function_privilege(role, p.oid, 'EXECUTE')
  UNION ALL
  SELECT format('%s may enter %I', role, nspname) FROM unnest($1::text[]) AS role, pg_namespace
  WHERE nspname = ANY ($2) AND has_schema_privilege(role, oid, 'USAGE, CREATE')`;

/** Functions of ours that the login may call. */
const CALLABLE = `
  SELECT format('%I.%I', n.nspname, p.proname) AS name
  FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
  WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')
    AND has_schema_privilege($1, n.oid, 'USAGE') AND has_function_privilege($1, p.oid, 'EXECUTE')
  ORDER BY 1`;
