import { setTimeout as delay } from 'node:timers/promises';
import { ApiError, type ApiClient } from '../client/api-client.js';
import type { QueuePage, QueuedTask, TaskState } from './api-shapes.js';
import { nextStep, type Step } from './next-step.js';
import type { Timeline } from './timeline.js';
import { sectionName } from './words.js';

/** Slow enough for people to follow. */
const PACE_MS = 250;
/** Somebody or something else was faster: the next round reads again. */
const OVERTAKEN = new Set(['version-changed', 'illegal-move', 'task-held', 'not-found']);

export interface Desk {
  readonly section: string;
  readonly account: string;
  readonly client: ApiClient;
  readonly timeline: Timeline;
  /** Names for people: of a family by its case, of a procedure by its id. */
  readonly familyOf: (caseId: string) => string | undefined;
  readonly procedureName: (procedureId: string) => string;
  /** The task that this demo returns once for correction. */
  readonly returns: Set<string>;
}

/** A scripted officer: reads the section's queue and does what the API allows next, task by task. */
export class Officer {
  private readonly arrived = new Set<string>();

  constructor(private readonly desk: Desk) {}

  async work(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const tasks = await this.queue();
      for (const task of tasks) this.welcome(task);
      for (const task of tasks) await this.handle(task, signal);
      await delay(PACE_MS);
    }
  }

  private async queue(): Promise<QueuedTask[]> {
    const { section, client, familyOf } = this.desk;
    const tasks: QueuedTask[] = [];
    let cursor: string | null = null;
    do {
      const after: string = cursor === null ? '' : `?cursor=${encodeURIComponent(cursor)}`;
      const { body }: { body: QueuePage } = await client.get(`/v1/${section}/tasks${after}`);
      tasks.push(...body.items);
      cursor = body.nextCursor;
    } while (cursor !== null);
    return tasks.filter(({ caseId }) => familyOf(caseId) !== undefined);
  }

  private welcome(task: QueuedTask): void {
    if (this.arrived.has(task.taskId)) return;
    this.arrived.add(task.taskId);
    const until = task.deadline === null ? '' : `、期限 ${task.deadline}`;
    const waits = task.status === 'WAITING_PREDECESSOR' ? '、前の手続を待つ' : '';
    this.tell(task, `届きました（${peopleOf(task)}${until}${waits}）`, `arrived: ${task.status}`);
  }

  private async handle(task: QueuedTask, signal: AbortSignal): Promise<void> {
    let state: TaskState = task;
    while (!signal.aborted) {
      const step = nextStep(state, this.desk.account, this.desk.returns);
      if (step === undefined) return;
      const after = await this.take(task, state, step);
      if (after === undefined) return;
      this.tell(task, step.ja, step.en);
      state = after;
      await delay(PACE_MS);
    }
  }

  private async take(
    task: QueuedTask,
    { version }: TaskState,
    step: Step,
  ): Promise<TaskState | undefined> {
    const { section, client } = this.desk;
    const path = `/v1/${section}/tasks/${task.taskId}/${step.verb}`;
    try {
      return (await client.post<TaskState>(path, step.body, { 'if-match': `"${version}"` })).body;
    } catch (error) {
      if (error instanceof ApiError && OVERTAKEN.has(error.code)) return undefined;
      throw error;
    }
  }

  private tell(task: QueuedTask, what: string, more: string): void {
    const { timeline, section, familyOf, procedureName } = this.desk;
    const text = `${procedureName(task.procedureId)}: ${what}`;
    timeline.tell(familyOf(task.caseId) ?? '', sectionName(section), 'cyan', text, more);
  }
}

function peopleOf({ persons }: QueuedTask): string {
  const [first] = persons;
  const name = first?.name ? `${first.name.familyName} ${first.name.givenName ?? ''}`.trim() : '―';
  return persons.length > 1 ? `${name} ほか ${persons.length - 1} 名` : name;
}
