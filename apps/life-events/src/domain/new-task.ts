import type { CaseTask, PlannedTask } from './case.js';
import type { Order } from './order.js';
import { isAccepted } from './task-moves.js';

/** The predecessors that this task still has to wait for, seen from the tasks that the case has. */
export function openPredecessors(task: PlannedTask, tasks: readonly CaseTask[]): string[] {
  const accepted = new Set(
    tasks.filter(({ status }) => isAccepted(status)).map(({ procedureId }) => procedureId),
  );
  return task.dependsOn.filter((procedureId) => !accepted.has(procedureId));
}

export function newTask(
  planned: PlannedTask,
  taskId: string,
  known: readonly CaseTask[],
): CaseTask {
  const waits = openPredecessors(planned, known).length > 0;
  return {
    ...planned,
    taskId,
    status: waits ? 'WAITING_PREDECESSOR' : 'RECEIVED',
    version: 0,
    returnedItems: [],
    note: null,
    released: !waits,
    held: null,
    waived: [],
    withdrawReason: null,
    withdrawalRefused: false,
  };
}

/** One order per section, the sections in the order in which the plan first needs them. */
export function openingOrders(fresh: readonly CaseTask[], all: readonly CaseTask[]): Order[] {
  const sections = [...new Set(fresh.map(({ section }) => section))];
  return sections.map((section) => ({
    kind: 'open-tasks',
    tasks: fresh
      .filter((task) => task.section === section)
      .map((task) => ({ task, waitsFor: openPredecessors(task, all) })),
  }));
}
