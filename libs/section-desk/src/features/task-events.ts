import type {
  CaseErasableData,
  TaskChangedData,
  TasksReceivedData,
  WithdrawalRefusedData,
} from '@app/contracts';
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

/** How the new tasks of one order begin. @param tasks at least one, all of one case */
export const tasksReceivedData = (tasks: readonly TaskRecord[], at: Date): TasksReceivedData => {
  const [{ caseId, ward }] = tasks as [TaskRecord];
  return {
    caseId,
    ward,
    tasks: tasks.map(({ taskId, procedureId, status, version }) => ({
      ...{ taskId, procedureId, status, version },
    })),
    receivedAt: at.toISOString(),
  };
};

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
