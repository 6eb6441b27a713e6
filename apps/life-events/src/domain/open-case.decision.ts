import type { Case } from './case.js';
import type { CaseFiled } from './case-event.js';
import { newTask, openingOrders } from './new-task.js';
import type { Decision } from './order.js';

/** Opens the case with one task per procedure and tells each section its tasks at once. */
export function openCase({ filed, plan }: CaseFiled, newId: () => string): Decision {
  const { tasks: planned, ...surroundings } = plan;
  const tasks = planned.map((task) => newTask(task, newId(), []));
  const opened: Case = {
    ...filed,
    ...surroundings,
    status: 'OPEN',
    withdrawal: 'none',
    tasks,
  };
  return { case: opened, orders: openingOrders(tasks, tasks) };
}
