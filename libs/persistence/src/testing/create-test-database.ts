import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { provision } from '../provision.js';
import type { MigrationClass } from '../data-source.js';
import { runMigrations } from '../run-migrations.js';
import { ServiceDatabase } from '../service-database.js';
import { UnitOfWork, type RetryOptions } from '../unit-of-work.js';
import { refuseWriteBeforeLock } from './refuse-write-before-lock.js';
import { Administrator } from './administrator.js';

export interface TestDatabaseOptions {
  service: string;
  migrations?: readonly MigrationClass[];
  /** Further services that get a login and a schema in this database. */
  alsoFor?: readonly string[];
  poolSize?: number;
  retry?: Partial<RetryOptions>;
}

export interface TestDatabase {
  db: ServiceDatabase;
  /** Fails when a write precedes the locks. */
  uow: UnitOfWork;
  /** The administrator's URL of this database. */
  adminUrl: string;
  /** Of the schema of `service`. */
  administrator: Administrator;
  urlOf(service: string): string;
  /** Closes `db` and removes the database, with whoever is still connected. */
  drop(): Promise<void>;
}

/** Logins belong to the whole cluster, which tests share: they must agree on the password. */
const PASSWORD = 'fictional, and long';

/** A database of the caller's own on the embedded server that jest's global set-up started. */
export async function createTestDatabase(options: TestDatabaseOptions): Promise<TestDatabase> {
  const clusterUrl = process.env.MADOGUCHI_TEST_PG_URL;
  if (!clusterUrl) throw new Error('MADOGUCHI_TEST_PG_URL: only set in .int.spec files');
  const database = `test_${randomUUID().replaceAll('-', '')}`;
  const services = [options.service, ...(options.alsoFor ?? [])];
  const provisioned = await provision(
    clusterUrl,
    services.map((service) => ({ service, password: PASSWORD })),
    { database },
  );
  const { service, poolSize } = options;
  const db = new ServiceDatabase({ service, url: provisioned.urlOf(service), poolSize });
  const { adminUrl } = provisioned;
  await runMigrations({ service, adminUrl }, options.migrations ?? []);
  const administrator = new Administrator({ service, adminUrl });
  const uow = new UnitOfWork(db, { retry: options.retry, onLocked: refuseWriteBeforeLock });
  const drop = async (): Promise<void> => {
    await Promise.all([db.close(), administrator.end()]);
    await dropDatabase(clusterUrl, database);
  };
  return { db, uow, adminUrl, administrator, urlOf: (name) => provisioned.urlOf(name), drop };
}

async function dropDatabase(clusterUrl: string, database: string): Promise<void> {
  const client = new pg.Client({ connectionString: clusterUrl });
  await client.connect();
  try {
    await client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(database)} WITH (FORCE)`);
  } finally {
    await client.end();
  }
}
