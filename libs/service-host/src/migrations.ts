import { messagingMigrations } from '@app/messaging';
import { runMigrations, type MigrationClass } from '@app/persistence';
import type { ServiceDefinition } from './service-definition.js';
import type { ServiceRuntime } from './service-runtime.js';

/** All migrations of a service: those of messaging and its own. For `createTestDatabase({ service, migrations })` as well. */
export const migrationsOf = ({ service, migrations }: ServiceDefinition): MigrationClass[] => [
  ...messagingMigrations(service),
  ...migrations,
];

/**
 * Brings the schema of a service up to date, and answers the names of what ran now. Before the host is created.
 * @throws DatabaseUnavailableError when the database cannot be reached
 */
export const migrateService = (
  definition: ServiceDefinition,
  runtime: ServiceRuntime,
): Promise<string[]> => runMigrations(runtime.db, migrationsOf(definition));
