import type { Case, CaseTask, PlannedTask } from '../domain/case.js';
import type { CaseEvent, TaskChanged } from '../domain/case-event.js';
import { decide } from '../domain/decide.js';
import type { Order } from '../domain/order.js';
import { FILED, countingIds, planOf } from './fictional-plan.js';
import { changed, taskNamed } from './fictional-sections.js';

/** One case that is told one fact after the other; remembers what was ordered last. */
export class CaseInMemory {
  state: Case;
  orders: readonly Order[] = [];
  private readonly newId = countingIds();

  constructor(...tasks: readonly PlannedTask[]) {
    const opened = decide(
      undefined,
      { kind: 'filed', filed: FILED, plan: planOf(tasks) },
      this.newId,
    );
    this.state = opened.case;
    this.orders = opened.orders;
  }

  tell(event: CaseEvent): this {
    const decision = decide(this.state, event, this.newId);
    this.state = decision.case;
    this.orders = decision.orders;
    return this;
  }

  task(procedureId: string): CaseTask {
    return taskNamed(this.state, procedureId);
  }

  /** The section's next word about a task. */
  say(procedureId: string, status: TaskChanged['status'], more: Partial<TaskChanged> = {}): this {
    const task = this.task(procedureId);
    return this.tell({ ...changed(task, status, task.version + 1), ...more });
  }

  /** Orders in short: `release-task nhi-enroll`. */
  ordered(): string[] {
    return this.orders.flatMap((order) => {
      if (order.kind === 'change-ward') return `change-ward ${order.section} ${order.ward}`;
      return order.kind === 'open-tasks'
        ? order.tasks.map(({ task }) => `open-tasks ${task.procedureId}`)
        : `${order.kind} ${order.task.procedureId}`;
    });
  }
}
