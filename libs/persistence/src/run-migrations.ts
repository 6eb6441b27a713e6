import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { dataSourceFor, type MigrationClass } from './data-source.js';
import { asUnavailable, isContention } from './database.error.js';
import { schemaOf } from './naming.js';
import { ownerConnection, type OwnedSchema } from './owner-connection.js';

const ATTEMPTS = 5;
const PAUSE_MS = 200;
const WAIT_FOR_OTHERS = '120s';

/**
 * Brings the service's schema up to date, as its owner, and returns the names of the migrations that ran now. Several at
 * once wait for each other; a migration that cannot have its table lock in 3 s is tried again. The service's own login may
 * read what has run (`refuseOldSchema`).
 */
export async function runMigrations(
  owned: OwnedSchema,
  migrations: readonly MigrationClass[],
): Promise<string[]> {
  const client = new pg.Client({
    ...ownerConnection(owned),
    application_name: `${owned.service} migrations`,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(`SET lock_timeout = '${WAIT_FOR_OTHERS}'`);
    await client.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [
      `migrations:${owned.service}`,
    ]);
    const ran = await migrate(dataSourceFor(owned, { migrations }));
    await client.query(
      `GRANT SELECT ON migration TO ${pg.escapeIdentifier(schemaOf(owned.service))}`,
    );
    return ran;
  } catch (error) {
    throw asUnavailable(error);
  } finally {
    await client.end();
  }
}

async function migrate(dataSource: DataSource): Promise<string[]> {
  await dataSource.initialize();
  try {
    const names: string[] = [];
    for (let attempt = 1; ; attempt++) {
      try {
        const ran = await dataSource.runMigrations();
        return [...names, ...ran.map((migration) => migration.name)];
      } catch (error) {
        if (!isContention(error) || attempt >= ATTEMPTS) throw error;
        await wait(PAUSE_MS * attempt);
      }
    }
  } finally {
    await dataSource.destroy();
  }
}
