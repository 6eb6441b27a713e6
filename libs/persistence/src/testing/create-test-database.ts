import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { provision } from '../provision.js';
import type { MigrationClass } from '../data-source.js';
import { runMigrations } from '../run-migrations.js';
import { ServiceDatabase } from '../service-database.js';
import { UnitOfWork, type RetryOptions } from '../unit-of-work.js';
import { refuseWriteBeforeLock } from './refuse-write-before-lock.js';

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
  urlOf(service: string): string;
  /** Closes `db` and removes the database, with whoever is still connected. */
  drop(): Promise<void>;
}

/** Logins belong to the whole cluster, which tests share: they must agree on the password. */
const PASSWORD = 'fictional';

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
  await runMigrations(db, options.migrations ?? []);
  const uow = new UnitOfWork(db, { retry: options.retry, onLocked: refuseWriteBeforeLock });
  const drop = async (): Promise<void> => {
    await db.close();
    await dropDatabase(clusterUrl, database);
  };
  const { adminUrl } = provisioned;
  return { db, uow, adminUrl, urlOf: (name) => provisioned.urlOf(name), drop };
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
