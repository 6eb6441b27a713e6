import pg from 'pg';
import { asUnavailable } from './database.error.js';
import { NARROW_ROLES, ownerOf, roleOf, schemaOf } from './naming.js';
import { VAULT, vaultRoleSql, vaultSchemaSql } from './vault.js';

export interface ServiceLogin {
  service: string;
  password: string;
}

export interface ProvisionOptions {
  /** `madoguchi` when absent. */
  database?: string;
}

export interface Provisioned {
  database: string;
  /** The administrator's URL of this database. */
  adminUrl: string;
  /** The URL of a provisioned service, with its own login. Throws for any other. */
  urlOf(service: string): string;
}

/**
 * Creates what the services need on a server that is theirs alone: the database, per service a schema, a NOLOGIN role
 * `<service>_owner` that owns it, a login that owns nothing and may only connect, and NOLOGIN roles `<service>_intake`,
 * `_worker`, `_api` for units of work. What a login owns of earlier versions becomes the owner's. May be repeated, also by
 * several processes at once as long as their `adminUrl` names the same database; sets passwords anew.
 * @param adminUrl a role that may create roles and databases
 */
export async function provision(
  adminUrl: string,
  services: readonly ServiceLogin[],
  { database = 'madoguchi' }: ProvisionOptions = {},
): Promise<Provisioned> {
  const ownUrl = urlWith(adminUrl, { database });
  await withClient(adminUrl, async (admin) => {
    // Roles belong to the whole cluster, and two who alter one at once fail: one at a time.
    await admin.query("SELECT pg_advisory_lock(hashtextextended('madoguchi:provision', 0))");
    await closeMaintenanceDatabases(admin);
    await createRoles(admin, services);
    await createDatabase(admin, database);
    await withClient(ownUrl, (client) => client.query(schemaSql(database, services)));
  });
  return { database, adminUrl: ownUrl, urlOf: (service) => urlOf(ownUrl, services, service) };
}

/** Every server has these two, and lets everybody into them who has any login; only administrators have business there. */
async function closeMaintenanceDatabases(admin: pg.Client): Promise<void> {
  const { rows } = await admin.query<{ datname: string }>(
    `SELECT datname FROM pg_database WHERE datname IN ('postgres', 'template1')
     AND has_database_privilege('public', datname, 'CONNECT, TEMP')`,
  );
  for (const { datname } of rows)
    await admin.query(`GRANT CONNECT ON DATABASE ${quote(datname)} TO CURRENT_USER;
      REVOKE ALL ON DATABASE ${quote(datname)} FROM PUBLIC`);
}

async function createRoles(admin: pg.Client, services: readonly ServiceLogin[]): Promise<void> {
  const found = await admin.query<{ rolname: string }>('SELECT rolname FROM pg_roles');
  const existing = new Set(found.rows.map((row) => row.rolname));
  const statements = services.flatMap(({ service, password }) => {
    const login = quote(schemaOf(service));
    const narrow = NARROW_ROLES.map((role) => roleOf(service, role));
    return [
      ...[schemaOf(service), ownerOf(service), ...narrow]
        .filter((name) => !existing.has(name))
        .map((name) => `CREATE ROLE ${quote(name)} NOLOGIN`),
      // To make things in its name; a superuser would not need it.
      `GRANT ${quote(ownerOf(service))} TO CURRENT_USER`,
      // NOINHERIT: the rights of a narrow role count only after SET ROLE.
      `ALTER ROLE ${login} LOGIN NOINHERIT PASSWORD ${pg.escapeLiteral(password)}`,
      `GRANT ${narrow.map(quote).join(', ')} TO ${login}`,
    ];
  });
  await admin.query([vaultRoleSql(existing.has(VAULT)), ...statements].join(';\n'));
}

async function createDatabase(admin: pg.Client, database: string): Promise<void> {
  const found = await admin.query('SELECT FROM pg_database WHERE datname = $1', [database]);
  if (found.rowCount !== 0) return;
  // The C locale sorts the same on every machine; names are sealed, so nobody sorts by them in SQL.
  await admin.query(
    `CREATE DATABASE ${quote(database)} TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER libc LOCALE 'C'`,
  );
}

function schemaSql(database: string, services: readonly ServiceLogin[]): string {
  const perService = services.flatMap(({ service }) => {
    const login = quote(schemaOf(service));
    const owner = quote(ownerOf(service));
    const narrow = NARROW_ROLES.map((role) => quote(roleOf(service, role))).join(', ');
    return [
      `GRANT CONNECT ON DATABASE ${quote(database)} TO ${login}`,
      `CREATE SCHEMA IF NOT EXISTS ${login} AUTHORIZATION ${owner}`,
      `REASSIGN OWNED BY ${login} TO ${owner}`,
      `GRANT USAGE ON SCHEMA ${login} TO ${login}, ${narrow}`,
      // Else everybody may call a new function.
      `ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC`,
    ];
  });
  return [
    `REVOKE ALL ON DATABASE ${quote(database)} FROM PUBLIC`,
    'REVOKE ALL ON SCHEMA public FROM PUBLIC',
    vaultSchemaSql(),
    ...perService,
  ].join(';\n');
}

function urlOf(url: string, services: readonly ServiceLogin[], service: string): string {
  const login = services.find((candidate) => candidate.service === service);
  if (!login) throw new Error(`service: "${service}" was not provisioned`);
  return urlWith(url, { user: schemaOf(service), password: login.password });
}

/** The same server under another database or login. */
export function urlWith(
  url: string,
  change: { database?: string; user?: string; password?: string },
): string {
  const changed = new URL(url);
  if (change.database !== undefined) changed.pathname = `/${encodeURIComponent(change.database)}`;
  if (change.user !== undefined) changed.username = encodeURIComponent(change.user);
  if (change.password !== undefined) changed.password = encodeURIComponent(change.password);
  return changed.href;
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'madoguchi provision' });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } catch (error) {
    throw asUnavailable(error);
  } finally {
    await client.end();
  }
}

const quote = (name: string): string => pg.escapeIdentifier(name);
