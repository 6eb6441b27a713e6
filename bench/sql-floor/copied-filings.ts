import type { ObservedDatabase } from '../observe/database.js';
import { floorSchemaOf, STEPS } from './steps.js';

/** What ours wrote for one filing: for each step, for each of its tables, rows as JSON texts. */
export interface CopiedFiling {
  readonly caseId: string;
  readonly partition: number;
  readonly steps: readonly (readonly (readonly string[])[])[];
}

/** The newest of those that are complete; more would not fit the memory of who repeats them. */
const MOST = 2_000;

/** Empty tables like ours, with their columns, defaults and indexes, but without partitions, foreign keys and policies. */
export async function makeFloorTables(database: ObservedDatabase): Promise<void> {
  for (const schema of new Set(STEPS.map((step) => step.schema))) {
    const floor = floorSchemaOf(schema);
    await database.rows(`CREATE SCHEMA ${floor}`);
    for (const table of tablesOf(schema))
      await database.rows(
        `CREATE TABLE ${floor}.${table} (LIKE ${schema}.${table} INCLUDING DEFAULTS INCLUDING INDEXES INCLUDING STORAGE)`,
      );
    await database.rows(
      `CREATE TABLE ${floor}.partition_progress (LIKE ${schema}.partition_progress INCLUDING ALL)`,
    );
    await database.rows(
      `INSERT INTO ${floor}.partition_progress SELECT * FROM ${schema}.partition_progress`,
    );
  }
}

/** So that they can be written again. */
export async function emptyFloorTables(database: ObservedDatabase): Promise<void> {
  for (const schema of new Set(STEPS.map((step) => step.schema))) {
    const tables = tablesOf(schema).map((table) => `${floorSchemaOf(schema)}.${table}`);
    await database.rows(`TRUNCATE ${tables.join(', ')}`);
  }
}

export async function copyFilings(database: ObservedDatabase): Promise<CopiedFiling[]> {
  const cases = await database.rows<{ key: string; partition: number }>(
    `SELECT o.key, o.partition FROM applications.outbox o
     JOIN applications.application_status s ON s.case_id = o.key
     WHERE NOT jsonb_path_exists(s.snapshot, '$.tasks[*] ? (@.version == 0)')
     ORDER BY o.xid DESC, o.seq DESC LIMIT ${MOST}`,
  );
  const caseIds = cases.map(({ key }) => key);
  const steps: Map<string, string[]>[][] = [];
  for (const step of STEPS) {
    const tables: Map<string, string[]>[] = [];
    for (const { sql } of step.tables) tables.push(await rowsByCase(database, sql, caseIds));
    steps.push(tables);
  }
  return cases.map(({ key, partition }) => ({
    caseId: key,
    partition,
    steps: steps.map((tables) => tables.map((byCase) => byCase.get(key) ?? [])),
  }));
}

async function rowsByCase(
  database: ObservedDatabase,
  sql: string,
  caseIds: readonly string[],
): Promise<Map<string, string[]>> {
  const found = await database.rows<{ case_id: string; row: string }>(sql, [caseIds]);
  const byCase = new Map<string, string[]>();
  for (const { case_id, row } of found) {
    const known = byCase.get(case_id);
    if (known) known.push(row);
    else byCase.set(case_id, [row]);
  }
  return byCase;
}

function tablesOf(schema: string): string[] {
  const steps = STEPS.filter((step) => step.schema === schema);
  return [...new Set(steps.flatMap(({ tables }) => tables.map(({ table }) => table)))];
}
