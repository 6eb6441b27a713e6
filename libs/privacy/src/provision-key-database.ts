import pg from 'pg';
import { migrateKeyDatabase } from './schema/migrate-key-database.js';

/** The key database's name unless told otherwise. */
export const KEY_DATABASE = 'madoguchi_keys';

export interface KeyDatabaseLogin {
  /** The service's name. */
  readonly name: string;
  readonly login: string;
  readonly password: string;
}

const id = (name: string): string => pg.escapeIdentifier(name);
const text = (value: string): string => pg.escapeLiteral(value);

/**
 * Makes the key database, its tables and functions, and a login per service that may connect and execute the functions,
 * and nothing else. May be run again, and by several at once; passwords become the given ones. `adminUrl` needs a role
 * that may create databases and roles.
 */
export async function provisionKeyDatabase(
  adminUrl: string,
  services: readonly KeyDatabaseLogin[],
  options: { readonly databaseName?: string } = {},
): Promise<void> {
  const database = options.databaseName ?? KEY_DATABASE;
  const owner = `${database}_owner`;
  await withClient(adminUrl, async (admin) => {
    // One at a time: CREATE ROLE and CREATE DATABASE know no IF NOT EXISTS. Closing the connection gives the lock back.
    await admin.query(`SELECT pg_advisory_lock(hashtextextended('madoguchi-key-database', 0))`);
    await createRole(admin, owner, 'NOLOGIN');
    await admin.query(`GRANT ${id(owner)} TO CURRENT_USER`);
    for (const { login, password } of services)
      await createRole(admin, login, `LOGIN PASSWORD ${text(password)}`);
    await createDatabase(admin, database, owner);
    await withClient(urlOf(adminUrl, database), (client) => fill(client, owner, services));
    await grantConnect(admin, database, services);
  });
}

async function createRole(admin: pg.Client, role: string, attributes: string): Promise<void> {
  const { rowCount } = await admin.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
  await admin.query(`${rowCount ? 'ALTER' : 'CREATE'} ROLE ${id(role)} ${attributes}`);
}

async function createDatabase(admin: pg.Client, database: string, owner: string): Promise<void> {
  const { rowCount } = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [
    database,
  ]);
  if (!rowCount) await admin.query(`CREATE DATABASE ${id(database)} OWNER ${id(owner)}`);
}

async function grantConnect(
  admin: pg.Client,
  database: string,
  services: readonly KeyDatabaseLogin[],
): Promise<void> {
  await admin.query(`REVOKE ALL ON DATABASE ${id(database)} FROM PUBLIC`);
  for (const { login } of services)
    await admin.query(`GRANT CONNECT ON DATABASE ${id(database)} TO ${id(login)}`);
}

async function fill(
  client: pg.Client,
  owner: string,
  services: readonly KeyDatabaseLogin[],
): Promise<void> {
  await client.query('BEGIN');
  await client.query(`REVOKE ALL ON SCHEMA public FROM PUBLIC; SET LOCAL ROLE ${id(owner)}`);
  await migrateKeyDatabase(client);
  for (const { name, login } of services) {
    await client.query(
      `INSERT INTO key_data.service (login, name) VALUES ($1, $2) ON CONFLICT (login) DO UPDATE SET name = excluded.name`,
      [login, name],
    );
    await client.query(`GRANT USAGE ON SCHEMA key_api TO ${id(login)};
      GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA key_api TO ${id(login)}`);
  }
  await client.query('COMMIT');
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'provision keys' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function urlOf(adminUrl: string, database: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${encodeURIComponent(database)}`;
  return url.href;
}
