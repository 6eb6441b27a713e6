import type { MigrationClass } from './data-source.js';
import { sqlStateOf } from './database.error.js';
import type { ServiceDatabase } from './service-database.js';

/** The service is newer than its tables. */
export class OldSchemaError extends Error {
  override readonly name = 'OldSchemaError';
  readonly code = 'schema-old';

  constructor(service: string, missing: readonly string[]) {
    super(
      `The tables of ${service} are older than this version: ${missing.join(', ')} did not run. Run the provisioning of this version before its services (deploy/README.md), then start again.`,
    );
  }
}

const NOTHING_RAN = new Set(['42P01', '42501']);

/**
 * A service changes no tables itself: its login has no right to. So it looks whether they are as it needs them. Tables that are
 * newer are right, so that an update can replace one process after the other.
 * @throws OldSchemaError which names what is missing; DatabaseUnavailableError when the database cannot be reached
 */
export async function refuseOldSchema(
  db: ServiceDatabase,
  migrations: readonly MigrationClass[],
): Promise<void> {
  const ran = await migrationsRan(db);
  const missing = migrations.map(nameOf).filter((name) => !ran.has(name));
  if (missing.length > 0) throw new OldSchemaError(db.service, missing);
}

async function migrationsRan(db: ServiceDatabase): Promise<ReadonlySet<string>> {
  try {
    const rows = await db.query<{ name: string }>('SELECT name FROM migration');
    return new Set(rows.map(({ name }) => name));
  } catch (error) {
    if (NOTHING_RAN.has(sqlStateOf(error) ?? '')) return new Set();
    throw error;
  }
}

const nameOf = (migration: MigrationClass): string => new migration().name ?? migration.name;
