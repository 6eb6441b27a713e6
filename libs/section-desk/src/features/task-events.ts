import type { CaseErasableData, TaskChangedData, WithdrawalRefusedData } from '@app/contracts';
import type { TaskRecord } from '../persistence/task-record.js';

/** The whole public state of a task, as life-events hears of it. */
export const taskChangedData = (task: TaskRecord): TaskChangedData => ({
  caseId: task.caseId,
  taskId: task.taskId,
  procedureId: task.procedureId,
  ward: task.ward,
  status: task.status,
  version: task.version,
  held: task.held,
  returnedItems: [...task.returnedItems],
  changedAt: task.changedAt.toISOString(),
});

export const withdrawalRefusedData = (
  { caseId, taskId, status, version }: TaskRecord,
  at: Date,
): WithdrawalRefusedData => ({ caseId, taskId, status, version, refusedAt: at.toISOString() });

export const caseErasableData = ({
  caseId,
  at,
}: {
  readonly caseId: string;
  readonly at: Date;
}): CaseErasableData => ({ caseId, erasableAt: at.toISOString() });
