import type { Tx } from '@app/persistence';
import { TASK_COLUMNS, recordFrom, type TaskRecord, type TaskRow } from './task-record.js';

/** A task with the corrections that it has already had. */
export interface LoadedTask {
  readonly task: TaskRecord;
  readonly correctionIds: readonly string[];
}

/** Everything that the section has of these cases, in one query. */
export async function loadTasksOfCases(tx: Tx, caseIds: readonly string[]): Promise<LoadedTask[]> {
  const rows = await tx.query<TaskRow & { correctionIds: string[] }>(
    `SELECT ${TASK_COLUMNS},
       ARRAY(SELECT c.id::text FROM correction c WHERE c.task_id = task.id) AS "correctionIds"
     FROM task WHERE case_id = ANY ($1::uuid[])`,
    [caseIds],
    'load-tasks-of-cases',
  );
  return rows.map(({ correctionIds, ...row }) => ({ task: recordFrom(row), correctionIds }));
}

/** The task, if its ward is open to this unit of work, with the database's time, which claims are measured by. */
export async function loadTask(
  tx: Tx,
  taskId: string,
): Promise<{ task: TaskRecord; now: Date } | undefined> {
  const rows = await tx.query<TaskRow & { now: Date }>(
    `SELECT ${TASK_COLUMNS}, clock_timestamp() AS now FROM task WHERE id = $1`,
    [taskId],
    'load-task',
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  const { now, ...rest } = row;
  return { task: recordFrom(rest), now };
}
