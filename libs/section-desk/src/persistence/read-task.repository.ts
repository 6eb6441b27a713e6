import type { Tx } from '@app/persistence';
import type { CorrectionRow, HistoryRow, NoteRow } from './write-tasks.repository.js';

/** A sealed part beside the tasks that it belongs to. */
export interface PartOfTask {
  readonly taskId: string;
  readonly caseId: string;
  readonly sequence: number;
  readonly type: string;
  readonly jwe: string;
}

/** The opening and all corrections of the tasks, each task's in the order in which they came. */
export const partsOf = (tx: Tx, taskIds: readonly string[]): Promise<PartOfTask[]> =>
  tx.query<PartOfTask>(
    `SELECT source.task_id AS "taskId", p.case_id AS "caseId", p.sequence, p.type, p.jwe
     FROM (SELECT id AS task_id, case_id, opened_by AS sequence FROM task WHERE id = ANY ($1::uuid[])
           UNION ALL
           SELECT task_id, case_id, sequence FROM correction WHERE task_id = ANY ($1::uuid[])) AS source
     JOIN received_part p ON p.case_id = source.case_id AND p.sequence = source.sequence
     ORDER BY p.sequence`,
    [taskIds],
    'parts-of-tasks',
  );

export type CorrectionOfTask = Pick<
  CorrectionRow,
  'id' | 'sequence' | 'items' | 'version' | 'receivedAt'
>;

export const correctionsOf = (tx: Tx, taskId: string): Promise<CorrectionOfTask[]> =>
  tx.query<CorrectionOfTask>(
    `SELECT id, sequence, items, version, received_at AS "receivedAt" FROM correction WHERE task_id = $1 ORDER BY sequence`,
    [taskId],
    'corrections-of-task',
  );

export type NoteOfTask = Pick<NoteRow, 'version' | 'items' | 'jwe'>;

export const notesOf = (tx: Tx, taskId: string): Promise<NoteOfTask[]> =>
  tx.query<NoteOfTask>(
    'SELECT version, items, jwe FROM task_note WHERE task_id = $1 ORDER BY version',
    [taskId],
    'notes-of-task',
  );

export type HistoryOfTask = Omit<HistoryRow, 'taskId' | 'ward'>;

export const historyOf = (tx: Tx, taskId: string): Promise<HistoryOfTask[]> =>
  tx.query<HistoryOfTask>(
    `SELECT version, action, actor, from_status AS "from", to_status AS "to", at
     FROM task_history WHERE task_id = $1 ORDER BY version`,
    [taskId],
    'history-of-task',
  );
