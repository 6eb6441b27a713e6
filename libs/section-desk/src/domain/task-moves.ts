import type { TaskStatus } from '@app/contracts';

export type TaskMoves = Readonly<Record<TaskStatus, readonly TaskStatus[]>>;

/** The states in which a task comes to a section. */
export const FIRST_STATUSES = ['WAITING_PREDECESSOR', 'RECEIVED'] as const;

/**
 * The life of a task (所管課タスク); a step that does not stand here does not exist. `DECIDED` goes on only where
 * something is delivered: see `isFinal`.
 */
export const TASK_MOVES: TaskMoves = {
  WAITING_PREDECESSOR: ['RECEIVED', 'WITHDRAWN'],
  RECEIVED: ['IN_REVIEW', 'WITHDRAWN'],
  IN_REVIEW: ['RECEIVED', 'RETURNED', 'AT_CENTRE', 'DECIDED', 'REJECTED', 'WITHDRAWN'],
  RETURNED: ['RECEIVED', 'WITHDRAWN'],
  AT_CENTRE: ['IN_REVIEW', 'WITHDRAWN'],
  DECIDED: ['DELIVERED'],
  DELIVERED: [],
  REJECTED: [],
  WITHDRAWN: [],
};

/** Whoever reads "final" relies on these: nothing ever follows them. */
const FINAL_STATUSES: readonly TaskStatus[] = ['DELIVERED', 'REJECTED', 'WITHDRAWN'];

function statusesAfter(moves: TaskMoves, starts: readonly TaskStatus[]): Set<TaskStatus> {
  const found = new Set(starts);
  for (const status of found) for (const next of moves[status] ?? []) found.add(next);
  return found;
}

function faultOf(moves: TaskMoves, status: TaskStatus): string | undefined {
  const next = moves[status];
  const unknown = next.find((target) => !Object.hasOwn(moves, target));
  if (unknown !== undefined) return `moves to ${unknown}, which is no state`;
  if (next.includes(status)) return 'moves to itself';
  if (new Set(next).size !== next.length) return 'names a move twice';
  if (FINAL_STATUSES.includes(status)) return next.length > 0 ? 'is final but moves on' : undefined;
  const reachesEnd = [...statusesAfter(moves, [status])].some((end) =>
    FINAL_STATUSES.includes(end),
  );
  return reachesEnd ? undefined : 'never comes to an end';
}

/** @throws at start, with the state's name, when the table has a state that cannot be reached, or cannot end. */
export function checkTaskMoves(moves: TaskMoves = TASK_MOVES): void {
  const statuses = Object.keys(moves) as TaskStatus[];
  const reachable = statusesAfter(moves, FIRST_STATUSES);
  for (const status of statuses) {
    const fault = reachable.has(status) ? faultOf(moves, status) : 'can never be reached';
    if (fault !== undefined) throw new Error(`TASK_MOVES: ${status} ${fault}.`);
  }
}
