import type { DataSource } from 'typeorm';

/**
 * The statements that would make the database what the entities say; empty when they agree.
 * Tables without an entity do not count. The data source must be initialised.
 */
export async function schemaDrift(dataSource: DataSource): Promise<string[]> {
  const statements = await dataSource.driver.createSchemaBuilder().log();
  return statements.upQueries.map(({ query }) => query);
}
