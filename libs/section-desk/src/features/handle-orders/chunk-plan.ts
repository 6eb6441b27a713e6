import type { TaskStatus } from '@app/contracts';
import type { Task } from '../../domain/task.js';
import type { LoadedTask } from '../../persistence/load-tasks.repository.js';
import type { TaskRecord } from '../../persistence/task-record.js';
import type {
  CorrectionRow,
  HistoryRow,
  ReceivedPart,
} from '../../persistence/write-tasks.repository.js';

/** What the section answers to life-events, in the order in which it was decided. */
export type Answer =
  | {
      readonly kind: 'tasks-received';
      readonly tasks: readonly TaskRecord[];
      readonly at: Date;
      readonly traceparent?: string;
    }
  | { readonly kind: 'task-changed'; readonly task: TaskRecord; readonly traceparent?: string }
  | {
      readonly kind: 'withdrawal-refused';
      readonly task: TaskRecord;
      readonly at: Date;
      readonly traceparent?: string;
    }
  | {
      readonly kind: 'case-erasable';
      readonly caseId: string;
      readonly at: Date;
      readonly traceparent?: string;
    };

export const LIFE_EVENTS = 'life-events';

/** What one chunk of orders changes, collected in memory so that it can be written in a few statements. */
export class ChunkPlan {
  readonly parts: ReceivedPart[] = [];
  readonly corrections: CorrectionRow[] = [];
  readonly history: HistoryRow[] = [];
  readonly answers: Answer[] = [];
  /** Cases of which only tombstones are to be left, and since when. */
  readonly erasures = new Map<string, string>();
  /** Where cases lie at the end of the chunk, as far as that changes. */
  readonly wards = new Map<string, string>();
  private readonly tasks = new Map<string, TaskRecord>();
  private readonly procedures = new Map<string, string>();
  private readonly corrected: Set<string>;
  private readonly opened = new Set<string>();
  private readonly changed = new Set<string>();
  private readonly erased = new Set<string>();

  constructor(loaded: readonly LoadedTask[]) {
    for (const { task } of loaded) {
      this.remember(task);
      if (task.erasedAt !== null) this.erased.add(task.caseId);
    }
    this.corrected = new Set(
      loaded.flatMap(({ task, correctionIds }) =>
        correctionIds.map((id) => `${task.taskId}|${id}`),
      ),
    );
  }

  find(taskId: string): TaskRecord | undefined {
    return this.tasks.get(taskId);
  }

  tasksOf(caseId: string): TaskRecord[] {
    return [...this.tasks.values()].filter((task) => task.caseId === caseId);
  }

  /** Nothing that is said about such a case has an effect any more: it may be heard again in a replay. */
  isErased(caseId: string): boolean {
    return this.erased.has(caseId);
  }

  erase(caseId: string, erasedAt: string): void {
    this.erased.add(caseId);
    this.erasures.set(caseId, erasedAt);
  }

  taskIdOf(caseId: string, procedureId: string): string | undefined {
    return this.procedures.get(`${caseId}|${procedureId}`);
  }

  hasCorrection(taskId: string, correctionId: string): boolean {
    return this.corrected.has(`${taskId}|${correctionId}`);
  }

  /** The new tasks of one order: one answer for all of them. */
  open(tasks: readonly TaskRecord[], at: Date, traceparent?: string): void {
    for (const task of tasks) {
      this.opened.add(task.taskId);
      this.record(task, null, 'open');
    }
    this.answers.push({ kind: 'tasks-received', tasks, at, ...(traceparent && { traceparent }) });
  }

  change(before: TaskRecord, after: Task, action: string, at: Date, traceparent?: string): void {
    if (!this.opened.has(before.taskId)) this.changed.add(before.taskId);
    const task = { ...before, ...after, changedAt: at };
    this.record(task, before.status, action);
    this.answers.push({ kind: 'task-changed', task, ...(traceparent && { traceparent }) });
  }

  changeWard(caseId: string, ward: string): void {
    this.wards.set(caseId, ward);
    for (const task of this.tasks.values())
      if (task.caseId === caseId) this.remember({ ...task, ward });
  }

  correct(correction: CorrectionRow, part: ReceivedPart): void {
    this.corrected.add(`${correction.taskId}|${correction.id}`);
    this.corrections.push(correction);
    this.parts.push(part);
  }

  /** As they stand at the end of the chunk. */
  newTasks(): TaskRecord[] {
    return this.standing(this.opened);
  }

  changedTasks(): TaskRecord[] {
    return this.standing(this.changed);
  }

  private standing(ids: ReadonlySet<string>): TaskRecord[] {
    return [...this.tasks.values()].filter((task) => ids.has(task.taskId));
  }

  private remember(task: TaskRecord): void {
    this.tasks.set(task.taskId, task);
    this.procedures.set(`${task.caseId}|${task.procedureId}`, task.taskId);
  }

  /** One change = one version, one row of history. */
  private record(task: TaskRecord, from: TaskStatus | null, action: string): void {
    this.remember(task);
    const { taskId, version, ward, status: to, changedAt: at } = task;
    this.history.push({ taskId, version, ward, action, actor: LIFE_EVENTS, from, to, at });
  }
}
