export { ServiceDatabase, type DatabaseConfig, type Row } from './service-database.js';
export { UnitOfWork, type RetryOptions, type UnitOfWorkSettings } from './unit-of-work.js';
export type { Tx, UnitOfWorkOptions } from './tx.js';
export {
  DatabaseBusyError,
  DatabaseUnavailableError,
  UnknownOutcomeError,
  sqlStateOf,
} from './database.error.js';
export { roleOf, schemaOf, type NarrowRole } from './naming.js';
export { wardPolicySql, type WardPolicy } from './ward-policy.js';
export { dataSourceFor, type DataSourceParts, type MigrationClass } from './data-source.js';
export { runMigrations } from './run-migrations.js';
export { schemaDrift } from './schema-drift.js';
export {
  provision,
  urlWith,
  type Provisioned,
  type ProvisionOptions,
  type ServiceLogin,
} from './provision.js';
export {
  embeddedPostgres,
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  type StopMode,
} from './embedded/embedded-postgres.js';
export { SETTINGS as EMBEDDED_SETTINGS } from './embedded/settings.js';
export { removeEmbeddedPostgres } from './embedded/remove-embedded-postgres.js';
