import { predecessorsOf, taskOf, withTask, type Case, type CaseTask } from './case.js';
import type { HoldResolved } from './case-event.js';
import type { Decision } from './order.js';

/** There is no such held task, or it has been asked to withdraw meanwhile. */
export class NothingToResolveError extends Error {
  override readonly name = 'NothingToResolveError';
}

function heldTask(state: Case, taskId: string): CaseTask {
  const task = taskOf(state, taskId);
  if (task === undefined || task.held === null || task.withdrawReason !== null)
    throw new NothingToResolveError(taskId);
  return task;
}

function cancel(state: Case, task: CaseTask): Decision {
  const asked: CaseTask = { ...task, held: null, withdrawReason: 'resolution' };
  return {
    case: withTask(state, asked),
    orders: [{ kind: 'withdraw-task', task: asked, reason: 'resolution' }],
  };
}

function release(state: Case, task: CaseTask): Decision {
  const rejected = predecessorsOf(state, task).filter(({ status }) => status === 'REJECTED');
  const waived = [...new Set([...task.waived, ...rejected.map(({ procedureId }) => procedureId)])];
  const freed: CaseTask = { ...task, held: null, waived };
  // A task that still waits for others is released with the last of them; only one already at work goes on at once.
  return {
    case: withTask(state, freed),
    orders: task.released ? [{ kind: 'release-task', task: freed }] : [],
  };
}

/** A supervisor lets a held task go on without its rejected predecessors, or has it withdrawn. */
export function resolveHold(state: Case, { taskId, decision }: HoldResolved): Decision {
  const task = heldTask(state, taskId);
  return decision === 'cancel' ? cancel(state, task) : release(state, task);
}
