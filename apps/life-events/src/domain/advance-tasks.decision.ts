import { isEnded, predecessorsOf, type Case, type CaseTask } from './case.js';
import type { Decision, Order } from './order.js';
import { isAccepted } from './task-moves.js';

type Advance = { task: CaseTask; order: Order };

const withdraw = (task: CaseTask): Advance => {
  const asked: CaseTask = { ...task, held: null, withdrawReason: 'predecessor-withdrawn' };
  return {
    task: asked,
    order: { kind: 'withdraw-task', task: asked, reason: 'predecessor-withdrawn' },
  };
};

const hold = (task: CaseTask): Advance => {
  const held: CaseTask = { ...task, held: 'predecessor-rejected' };
  return { task: held, order: { kind: 'hold-task', task: held, reason: 'predecessor-rejected' } };
};

const release = (task: CaseTask): Advance => {
  const released: CaseTask = { ...task, released: true };
  return { task: released, order: { kind: 'release-task', task: released } };
};

/**
 * What a waiting task needs now. It looks at what its predecessors have become and at nothing that happened on the
 * way, so the order in which sections are heard does not matter.
 */
function advance(state: Case, task: CaseTask): Advance | undefined {
  if (task.released || isEnded(task) || task.withdrawReason !== null) return undefined;
  const predecessors = predecessorsOf(state, task);
  if (predecessors.some(({ status }) => status === 'WITHDRAWN')) return withdraw(task);
  const settled = predecessors.filter(
    ({ status, procedureId }) => isAccepted(status) || task.waived.includes(procedureId),
  );
  const rejected = predecessors.filter(
    (other) => other.status === 'REJECTED' && !settled.includes(other),
  );
  if (rejected.length > 0) return task.held === null ? hold(task) : undefined;
  return settled.length === predecessors.length ? release(task) : undefined;
}

/** Releases, holds or withdraws every task whose predecessors have come so far. */
export function advanceTasks(state: Case): Decision {
  const orders: Order[] = [];
  const tasks = state.tasks.map((task) => {
    const step = advance(state, task);
    if (step === undefined) return task;
    orders.push(step.order);
    return step.task;
  });
  return { case: orders.length === 0 ? state : { ...state, tasks }, orders };
}
