import {
  DataSource,
  type EntityTarget,
  type MigrationInterface,
  type ObjectLiteral,
} from 'typeorm';
import { ownerConnection, type OwnedSchema } from './owner-connection.js';
import { schemaOf } from './naming.js';

export type MigrationClass = new () => MigrationInterface;

export interface DataSourceParts {
  entities?: readonly EntityClass[];
  /** In the order in which they run; each class name ends in its 13-digit timestamp. */
  migrations?: readonly MigrationClass[];
}

type EntityClass = EntityTarget<ObjectLiteral> & (new () => object);

/** A migration may rewrite a table, but must not queue behind a reader and so stop all writers. */
const MIGRATION_LIMITS = { statement_timeout: 300_000, lock_timeout: 3_000 };

/**
 * TypeORM as the owner of a service's schema, for migrations and for comparing entities with tables; hot paths use
 * `Tx.query`. Not initialised; who initialises it destroys it.
 */
export function dataSourceFor(
  owned: OwnedSchema,
  { entities = [], migrations = [] }: DataSourceParts,
): DataSource {
  const { connectionString, options } = ownerConnection(owned);
  return new DataSource({
    type: 'postgres',
    url: connectionString,
    schema: schemaOf(owned.service),
    applicationName: `${owned.service} administration`,
    entities: [...entities],
    migrations: [...migrations],
    migrationsTableName: 'migration',
    migrationsTransactionMode: 'each',
    synchronize: false,
    installExtensions: false,
    logging: false,
    // The default logger prints failed migrations even so.
    logger: 'debug',
    poolSize: 2,
    extra: { ...MIGRATION_LIMITS, options },
  });
}
