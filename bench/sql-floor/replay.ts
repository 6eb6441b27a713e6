import type pg from 'pg';
import type { CopiedFiling } from './copied-filings.js';
import { floorSchemaOf, type Step, STEPS } from './steps.js';

/** Writes these filings' rows again: for each step of the chain one transaction for all of them. */
export async function replay(
  client: pg.ClientBase,
  filings: readonly CopiedFiling[],
): Promise<void> {
  for (const [index, step] of STEPS.entries()) {
    const concerned = filings.filter(({ steps }) => steps[index]?.some((rows) => rows.length > 0));
    if (concerned.length > 0) await writeStep(client, { step, index, filings: concerned });
  }
}

interface StepOf {
  readonly step: Step;
  readonly index: number;
  readonly filings: readonly CopiedFiling[];
}

async function writeStep(client: pg.ClientBase, { step, index, filings }: StepOf): Promise<void> {
  const schema = floorSchemaOf(step.schema);
  await client.query('BEGIN');
  for (const [place, { table }] of step.tables.entries()) {
    const rows = filings.flatMap(({ steps }) => steps[index]?.[place] ?? []);
    if (rows.length === 0) continue;
    await client.query({
      name: `${schema}-${table}`,
      text: `INSERT INTO ${schema}.${table} SELECT * FROM json_populate_recordset(null::${schema}.${table}, $1)`,
      values: [`[${rows.join(',')}]`],
    });
  }
  if (step.reads) await moveProgress(client, schema, filings);
  await client.query('COMMIT');
}

async function moveProgress(
  client: pg.ClientBase,
  schema: string,
  filings: readonly CopiedFiling[],
): Promise<void> {
  await client.query({
    name: `${schema}-progress`,
    text: `UPDATE ${schema}.partition_progress SET next_offset = next_offset + 1
           WHERE partition = ANY ($1::smallint[]) AND topic = (SELECT min(topic) FROM ${schema}.partition_progress)`,
    values: [[...new Set(filings.map(({ partition }) => partition))]],
  });
}
