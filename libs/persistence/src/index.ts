export { ServiceDatabase, type DatabaseConfig, type Row } from './service-database.js';
export { UnitOfWork, type RetryOptions, type UnitOfWorkSettings } from './unit-of-work.js';
export { RowCursor, type CursorStatement } from './row-cursor.js';
export type { Tx, UnitOfWorkOptions } from './tx.js';
export {
  DatabaseBusyError,
  DatabaseUnavailableError,
  UnknownOutcomeError,
  asUnavailable,
  sqlStateOf,
} from './database.error.js';
export { ownerOf, roleOf, schemaOf, type NarrowRole } from './naming.js';
export { lowestOwnTransaction } from './lowest-own-transaction.js';
export { ownerConnection, type OwnedSchema } from './owner-connection.js';
export {
  SUBJECTS_OF_THE_TRANSACTION,
  WARDS_OF_THE_TRANSACTION,
  subjectPolicySql,
  wardPolicySql,
  type SubjectPolicy,
  type WardPolicy,
} from './row-policy.js';
export { dataSourceFor, type DataSourceParts, type MigrationClass } from './data-source.js';
export { runMigrations } from './run-migrations.js';
export { OldSchemaError, refuseOldSchema } from './refuse-old-schema.js';
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
