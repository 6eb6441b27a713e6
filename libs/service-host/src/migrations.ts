import { auditMigrations } from '@app/audit';
import { fourEyesMigrations } from '@app/four-eyes';
import { messagingMigrations } from '@app/messaging';
import { refuseOldSchema, runMigrations, type MigrationClass } from '@app/persistence';
import type { ServiceDefinition } from './service-definition.js';
import type { ServiceRuntime } from './service-runtime.js';

/** All migrations of a service: those of messaging, of approvals, of the records of access, and its own. For `createTestDatabase({ service, migrations })` as well. */
export const migrationsOf = ({ service, migrations }: ServiceDefinition): MigrationClass[] => [
  ...messagingMigrations(service),
  ...fourEyesMigrations(service),
  ...auditMigrations(service),
  ...migrations,
];

/**
 * Brings the schemas of services up to date, as their owners, and answers the names of what ran now. For whoever provisions,
 * before the services start: they have no right to do it.
 * @param adminUrl the administrator's, of the database in which the services were provisioned
 * @throws DatabaseUnavailableError when the database cannot be reached
 */
export async function migrateServices(
  adminUrl: string,
  definitions: readonly ServiceDefinition[],
): Promise<string[]> {
  const ran = await Promise.all(
    definitions.map((definition) =>
      runMigrations({ service: definition.service, adminUrl }, migrationsOf(definition)),
    ),
  );
  return ran.flat();
}

/**
 * Before the host is created.
 * @throws OldSchemaError when a migration of the service has not run; DatabaseUnavailableError when nobody can say
 */
export const checkMigrated = (
  definition: ServiceDefinition,
  runtime: ServiceRuntime,
): Promise<void> => refuseOldSchema(runtime.db, migrationsOf(definition));
