import { taskOf, withTask, type Case, type CaseTask } from './case.js';
import type { TaskChanged, TasksReceived, WithdrawalRefused } from './case-event.js';
import { ContradictionError } from './contradiction.error.js';
import { TASK_MOVES, isBeyondWithdrawal } from './task-moves.js';

function ownTask(state: Case, { taskId, section }: TaskChanged | WithdrawalRefused): CaseTask {
  const task = taskOf(state, taskId);
  if (task === undefined) throw new ContradictionError('task-unknown', taskId);
  if (task.section !== section)
    throw new ContradictionError('task-of-another-section', `${taskId} from ${section}`);
  return task;
}

function refuseImpossible(task: CaseTask, said: TaskChanged): void {
  if (task.procedureId !== said.procedureId)
    throw new ContradictionError('task-of-another-procedure', `${task.taskId} ${said.procedureId}`);
  if (!TASK_MOVES.reaches(task.status, said.status))
    throw new ContradictionError('illegal-task-move', `${task.status} to ${said.status}`);
  if (said.status === 'DELIVERED' && !task.delivers)
    throw new ContradictionError('nothing-to-deliver', task.taskId);
}

/** Takes over what the section says, unless it is older than what it said before. */
export function taskChanged(state: Case, said: TaskChanged): Case {
  const task = ownTask(state, said);
  if (said.version <= task.version) return state;
  refuseImpossible(task, said);
  const { status, version, returnedItems, note } = said;
  // Decided while it was asked to withdraw: its refusal is certain, and the case need not wait for the words.
  const refused = task.withdrawReason !== null && isBeyondWithdrawal(status);
  return withTask(state, {
    ...task,
    status,
    version,
    returnedItems,
    // A change that leaves the status as it is (a partial answer, a hold) takes no words back.
    note: note ?? (status === task.status ? task.note : null),
    held: TASK_MOVES.isFinal(status) ? null : task.held,
    withdrawalRefused: task.withdrawalRefused || refused,
  });
}

const AS_IT_BEGINS = { kind: 'task-changed', held: null, returnedItems: [], note: null } as const;

/** All of them, or none: what cannot be true of one is an error about the whole word. */
export const tasksReceived = (state: Case, { section, tasks }: TasksReceived): Case =>
  tasks.reduce<Case>(
    (before, task) => taskChanged(before, { ...AS_IT_BEGINS, section, ...task }),
    state,
  );

export function withdrawalRefused(state: Case, said: WithdrawalRefused): Case {
  const task = ownTask(state, said);
  if (task.withdrawReason === null)
    throw new ContradictionError('withdrawal-not-asked', task.taskId);
  if (task.withdrawalRefused || task.status === 'WITHDRAWN') return state;
  return withTask(state, { ...task, withdrawalRefused: true });
}
