import type { TaskStatus } from '@app/contracts';
import type { Tx } from '@app/persistence';
import { allColumns, movableColumns, orderedColumns, type TaskRecord } from './task-record.js';

export interface ReceivedPart {
  caseId: string;
  sequence: number;
  type: string;
  ward: string;
  jwe: string;
  receivedAt: Date;
}

export interface CorrectionRow {
  id: string;
  taskId: string;
  caseId: string;
  ward: string;
  sequence: number;
  items: readonly string[];
  version: number;
  receivedAt: Date;
}

export interface HistoryRow {
  taskId: string;
  version: number;
  ward: string;
  action: string;
  actor: string;
  from: TaskStatus | null;
  to: TaskStatus;
  at: Date;
}

export interface NoteRow {
  taskId: string;
  version: number;
  ward: string;
  items: readonly string[];
  jwe: string;
}

/** All rows of one table in one statement and one parameter; the keys of a row are the columns' names. */
async function insertAll(tx: Tx, table: string, rows: readonly object[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(null::${table}, $1::jsonb)`,
    [JSON.stringify(rows)],
    `insert-${table}`,
  );
}

export const insertTasks = (tx: Tx, tasks: readonly TaskRecord[]): Promise<void> =>
  insertAll(tx, 'task', tasks.map(allColumns));

export const insertParts = (tx: Tx, parts: readonly ReceivedPart[]): Promise<void> =>
  insertAll(
    tx,
    'received_part',
    parts.map(({ caseId, receivedAt, ...rest }) => ({
      ...rest,
      case_id: caseId,
      received_at: receivedAt,
    })),
  );

export const insertCorrections = (tx: Tx, corrections: readonly CorrectionRow[]): Promise<void> =>
  insertAll(
    tx,
    'correction',
    corrections.map(({ taskId, caseId, receivedAt, ...rest }) => ({
      ...rest,
      task_id: taskId,
      case_id: caseId,
      received_at: receivedAt,
    })),
  );

export const insertHistory = (tx: Tx, rows: readonly HistoryRow[]): Promise<void> =>
  insertAll(
    tx,
    'task_history',
    rows.map(({ taskId, from, to, ...rest }) => ({
      ...rest,
      task_id: taskId,
      from_status: from,
      to_status: to,
    })),
  );

export const insertNote = (tx: Tx, { taskId, ...rest }: NoteRow): Promise<void> =>
  insertAll(tx, 'task_note', [{ ...rest, task_id: taskId }]);

/** The keys of a row are the columns to be set; `id` says which task. */
async function updateAll(
  tx: Tx,
  name: string,
  rows: readonly { readonly id: string }[],
): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first).filter((column) => column !== 'id');
  const assignments = columns.map((column) => `${column} = c.${column}`).join(', ');
  const updated = await tx.query(
    `UPDATE task SET ${assignments} FROM jsonb_populate_recordset(null::task, $1::jsonb) AS c
     WHERE task.id = ANY ($2::uuid[]) AND task.id = c.id RETURNING task.id`,
    [JSON.stringify(rows), rows.map(({ id }) => id)],
    name,
  );
  if (updated.length !== rows.length)
    throw new Error(`${rows.length - updated.length} tasks could not be updated.`);
}

/**
 * What an officer's action may change.
 * @throws when a task is not there or not visible to this role: the caller holds its lock and has just read it.
 */
export const updateTasks = (tx: Tx, tasks: readonly TaskRecord[]): Promise<void> =>
  updateAll(tx, 'update-task', tasks.map(movableColumns));

/** What an order of life-events may change: the plan as well. Throws as `updateTasks` does. */
export const updateOrderedTasks = (tx: Tx, tasks: readonly TaskRecord[]): Promise<void> =>
  updateAll(tx, 'update-ordered-task', tasks.map(orderedColumns));
