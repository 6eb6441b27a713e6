import { messagingMigrations } from '@app/messaging';
import type { MigrationClass } from '@app/persistence';
import type { ServiceDefinition } from './service-definition.js';

/** All migrations of a service: those of messaging and its own. For `createTestDatabase({ service, migrations })` as well. */
export const migrationsOf = ({ service, migrations }: ServiceDefinition): MigrationClass[] => [
  ...messagingMigrations(service),
  ...migrations,
];
