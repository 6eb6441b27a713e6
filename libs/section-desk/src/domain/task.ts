import type { HoldReason, OpenedTask, TaskStatus } from '@app/contracts';
import { TASK_MOVES } from './task-moves.js';

/** Who works on the task, and until when by the database's clock. */
export interface Claim {
  readonly by: string;
  readonly until: Date;
}

/** What decisions about a task depend on. Nothing here names a person. */
export interface Task {
  readonly taskId: string;
  readonly caseId: string;
  readonly procedureId: string;
  readonly ward: string;
  readonly delivers: boolean;
  readonly status: TaskStatus;
  /** Grows by one with each change. */
  readonly version: number;
  readonly held: HoldReason | null;
  /** What the citizen still has to answer; empty unless `RETURNED`. */
  readonly returnedItems: readonly string[];
  /** Present only while `IN_REVIEW`; it may have run out. */
  readonly claim: Claim | null;
}

export class IllegalMoveError extends Error {
  constructor(task: Task, to: TaskStatus) {
    super(`Task ${task.taskId} cannot move from ${task.status} to ${to}.`);
  }
}

/** The statuses that may follow; a decided task goes on only where something is delivered. */
export const nextStatuses = ({ status, delivers }: Pick<Task, 'status' | 'delivers'>) =>
  status === 'DECIDED' && !delivers ? [] : TASK_MOVES[status];

/** Nothing will happen to this task any more. */
export const isFinal = (task: Pick<Task, 'status' | 'delivers'>): boolean =>
  nextStatuses(task).length === 0;

export const canMove = (task: Task, to: TaskStatus): boolean => nextStatuses(task).includes(to);

/** A change that leaves the status as it is. */
export const changed = (task: Task, change: Partial<Task>): Task => ({
  ...task,
  ...change,
  version: task.version + 1,
});

/**
 * The one way to another status. What belongs to the state that is left - claim, returned items - ends with it.
 * @throws IllegalMoveError when the step does not stand in the table: callers ask `canMove` first.
 */
export function move(task: Task, to: TaskStatus, change: Partial<Task> = {}): Task {
  if (!canMove(task, to)) throw new IllegalMoveError(task, to);
  return changed(task, { claim: null, returnedItems: [], ...change, status: to });
}

/** A task as it comes to the section: with predecessors undecided it waits, visible for preparation. */
export const openedTask = (
  { caseId, ward }: { caseId: string; ward: string },
  opened: Pick<OpenedTask, 'taskId' | 'procedureId' | 'delivers' | 'waitsFor'>,
): Task => ({
  caseId,
  ward,
  taskId: opened.taskId,
  procedureId: opened.procedureId,
  delivers: opened.delivers,
  status: opened.waitsFor.length > 0 ? 'WAITING_PREDECESSOR' : 'RECEIVED',
  version: 1,
  held: null,
  returnedItems: [],
  claim: null,
});
