import type { Tx } from '@app/persistence';
import type { VersionedCase } from '../domain/versioned-case.js';
import {
  caseColumns,
  caseMovableColumns,
  caseRow,
  taskColumns,
  taskMovableColumns,
  taskRow,
  type JsonRow,
} from './case-rows.js';

export interface CaseChange {
  /** Undefined = the case is opened now. */
  readonly before: VersionedCase | undefined;
  readonly after: VersionedCase;
}

/** All rows of one table in one statement and one parameter; the text is the same whatever the number of rows. */
async function insertRows(
  tx: Tx,
  table: string,
  columns: readonly string[],
  rows: readonly JsonRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const names = columns.join(', ');
  await tx.query(
    `INSERT INTO ${table} (${names}) SELECT ${names} FROM jsonb_populate_recordset(null::${table}, $1::jsonb)`,
    [JSON.stringify(rows)],
    `insert-${table}`,
  );
}

async function updateRows(
  tx: Tx,
  table: string,
  columns: readonly string[],
  rows: readonly JsonRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const assignments = columns.map((column) => `${column} = next.${column}`).join(', ');
  const updated = await tx.query(
    `UPDATE ${table} AS kept SET ${assignments}
     FROM jsonb_populate_recordset(null::${table}, $1::jsonb) AS next
     WHERE kept.id = ANY ($2::uuid[]) AND kept.id = next.id RETURNING kept.id`,
    [JSON.stringify(rows), rows.map(({ id }) => id)],
    `update-${table}`,
  );
  if (updated.length !== rows.length)
    throw new Error(`${rows.length - updated.length} rows of ${table} could not be updated.`);
}

const tasksOf = ({ state }: VersionedCase) =>
  new Map(state.tasks.map((task) => [task.taskId, task]));

function taskRows({ before, after }: CaseChange): { fresh: JsonRow[]; changed: JsonRow[] } {
  const known = before === undefined ? new Map<string, unknown>() : tasksOf(before);
  const rows = { fresh: [] as JsonRow[], changed: [] as JsonRow[] };
  for (const task of after.state.tasks) {
    const earlier = known.get(task.taskId);
    if (earlier === task && before?.state.ward === after.state.ward) continue;
    (earlier === undefined ? rows.fresh : rows.changed).push(taskRow(after.state, task));
  }
  return rows;
}

/**
 * Writes what has changed of all cases of a chunk: one statement each for new and changed cases and tasks.
 * @throws when a case is not there or not visible to this role: the caller holds its lock and has just read it.
 */
export async function saveCases(tx: Tx, changes: readonly CaseChange[]): Promise<void> {
  const opened = changes.filter(({ before }) => before === undefined);
  const moved = changes.filter(({ before }) => before !== undefined);
  const tasks = changes.map(taskRows);
  const rowsOf = (some: readonly CaseChange[]) => some.map(({ after }) => caseRow(after));
  const fresh = tasks.flatMap((rows) => rows.fresh);
  const changed = tasks.flatMap((rows) => rows.changed);
  // In this order, in one round trip.
  await Promise.all([
    insertRows(tx, '"case"', caseColumns, rowsOf(opened)),
    updateRows(tx, '"case"', caseMovableColumns, rowsOf(moved)),
    insertRows(tx, 'case_task', taskColumns, fresh),
    updateRows(tx, 'case_task', taskMovableColumns, changed),
  ]);
}
