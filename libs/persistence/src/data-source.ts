import {
  DataSource,
  type EntityTarget,
  type MigrationInterface,
  type ObjectLiteral,
} from 'typeorm';
import type { ServiceDatabase } from './service-database.js';

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
 * TypeORM on a service's schema, for migrations, entities and reads by administrators; hot paths use
 * `Tx.query`. Not initialised; who initialises it destroys it.
 */
export function dataSourceFor(
  db: ServiceDatabase,
  { entities = [], migrations = [] }: DataSourceParts,
): DataSource {
  return new DataSource({
    type: 'postgres',
    url: db.url,
    schema: db.schema,
    applicationName: `${db.service} administration`,
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
    extra: { ...MIGRATION_LIMITS, options: `-c search_path=${db.schema}` },
  });
}
