import type { SectionName } from '@app/contracts';
import type { Case, CaseTask } from '../domain/case.js';
import type {
  CaseEvent,
  TaskChanged,
  TasksReceived,
  WithdrawalRefused,
} from '../domain/case-event.js';
import type { Order } from '../domain/order.js';
import { TASK_MOVES, isBeyondWithdrawal } from '../domain/task-moves.js';

type Desk = Pick<TaskChanged, 'status' | 'version' | 'held'> & {
  task: CaseTask;
  /** A correction came after the end and changed nothing any more. */
  corrected: 'in-time' | 'too-late';
};
type Said = TaskChanged | TasksReceived | WithdrawalRefused;

/**
 * The three sections as life-events may rely on them, in memory: they obey orders, work in any order that their table
 * allows, and say everything in the order in which it happened, each section in a queue of its own.
 */
export class FictionalSections {
  readonly opened: string[] = [];
  private readonly desks = new Map<string, Desk>();
  private readonly queues = new Map<SectionName, Said[]>();

  obey(orders: readonly Order[]): void {
    for (const order of orders) this.obeyOne(order);
  }

  /** Moves that some officer could make now. */
  moves(): (() => void)[] {
    return [...this.desks.values()].flatMap((desk) =>
      TASK_MOVES.states
        .filter((to) => this.allows(desk, to))
        .map((to) => () => this.say(desk, { status: to })),
    );
  }

  /** Sections whose next word has not been heard yet. */
  waiting(): SectionName[] {
    return [...this.queues].filter(([, queue]) => queue.length > 0).map(([name]) => name);
  }

  next(section: SectionName): CaseEvent {
    const said = this.queues.get(section)?.shift();
    if (said === undefined) throw new Error(`${section} has nothing to say.`);
    return said;
  }

  statusOf(taskId: string): string | undefined {
    return this.desks.get(taskId)?.status;
  }

  /** The plan of the task as the section has it; undefined when a correction came too late for it. */
  planOf(taskId: string): CaseTask | undefined {
    const desk = this.desks.get(taskId);
    return desk?.corrected === 'in-time' ? desk.task : undefined;
  }

  private allows({ status, held, task }: Desk, to: Desk['status']): boolean {
    if (!TASK_MOVES.allows(status, to) || to === 'WITHDRAWN') return false;
    if (status === 'WAITING_PREDECESSOR') return false;
    if (to === 'DELIVERED') return task.delivers;
    return held === null;
  }

  private obeyOne(order: Order): void {
    if (order.kind === 'open-tasks') {
      return this.open(order);
    }
    if (order.kind === 'change-ward') return;
    const desk = this.desks.get(order.task.taskId);
    if (desk === undefined) throw new Error(`${order.kind} for a task that was never opened.`);
    if (order.kind === 'withdraw-task') this.withdraw(desk);
    if (order.kind === 'hold-task') this.say(desk, { held: order.reason });
    if (order.kind === 'release-task') this.release(desk);
    if (order.kind === 'supply-correction')
      this.correct(desk, order.withPlan ? order.task : desk.task);
  }

  private correct(desk: Desk, task: CaseTask): void {
    const { status } = desk;
    if (TASK_MOVES.isFinal(status) || (status === 'DECIDED' && !task.delivers)) {
      desk.corrected = 'too-late';
      return;
    }
    desk.task = task;
    this.say(desk, { status: status === 'RETURNED' ? 'RECEIVED' : status });
  }

  private open({ tasks }: Extract<Order, { kind: 'open-tasks' }>): void {
    for (const [section, own] of Map.groupBy(tasks, ({ task }) => task.section))
      this.queue(section, {
        ...{ kind: 'tasks-received', section },
        tasks: own.map(({ task, waitsFor }) => this.receive(task, waitsFor.length > 0)),
      });
  }

  private receive(task: CaseTask, waits: boolean): TasksReceived['tasks'][number] {
    const { taskId, procedureId } = task;
    const status = waits ? 'WAITING_PREDECESSOR' : 'RECEIVED';
    this.opened.push(procedureId);
    this.desks.set(taskId, { task, status, version: 1, held: null, corrected: 'in-time' });
    return { taskId, procedureId, status, version: 1 };
  }

  private release(desk: Desk): void {
    const status = desk.status === 'WAITING_PREDECESSOR' ? 'RECEIVED' : desk.status;
    this.say(desk, { status, held: null });
  }

  private withdraw(desk: Desk): void {
    const { task, status } = desk;
    if (!isBeyondWithdrawal(status)) return this.say(desk, { status: 'WITHDRAWN', held: null });
    this.queue(task.section, {
      kind: 'withdrawal-refused',
      section: task.section,
      taskId: task.taskId,
    });
  }

  private say(desk: Desk, change: Partial<Pick<Desk, 'status' | 'held'>>): void {
    Object.assign(desk, change, { version: desk.version + 1 });
    const { task, status, version, held } = desk;
    this.queue(task.section, {
      ...changed(task, status, version),
      held,
      returnedItems: status === 'RETURNED' ? ['bank-account'] : [],
    });
  }

  private queue(section: SectionName, said: Said): void {
    this.queues.set(section, [...(this.queues.get(section) ?? []), said]);
  }
}

/** A section's word about a task, as short as it can be. */
export const changed = (
  { taskId, procedureId, section }: Pick<CaseTask, 'taskId' | 'procedureId' | 'section'>,
  status: TaskChanged['status'],
  version: number,
): TaskChanged => ({
  kind: 'task-changed',
  section,
  taskId,
  procedureId,
  status,
  version,
  held: null,
  returnedItems: [],
  note: null,
});

export function taskNamed(state: Case, procedureId: string): CaseTask {
  const found = state.tasks.find((task) => task.procedureId === procedureId);
  if (found === undefined) throw new Error(`The case has no task ${procedureId}.`);
  return found;
}
