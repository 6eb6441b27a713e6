import type { HoldReason } from '@app/contracts';
import { canMove, changed, isFinal, move, type Task } from './task.js';

/** What life-events may tell a section about a task that it has. */
export type TaskOrder =
  | { readonly kind: 'release' }
  | { readonly kind: 'hold'; readonly reason: HoldReason }
  | { readonly kind: 'correct'; readonly items: readonly string[] }
  | { readonly kind: 'withdraw' };

export type OrderOutcome =
  | { readonly kind: 'changed'; readonly task: Task }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'withdrawal-refused' };

const to = (task: Task): OrderOutcome => ({ kind: 'changed', task });
const UNCHANGED: OrderOutcome = { kind: 'unchanged' };

function release(task: Task): OrderOutcome {
  if (task.status === 'WAITING_PREDECESSOR') return to(move(task, 'RECEIVED', { held: null }));
  return task.held === null ? UNCHANGED : to(changed(task, { held: null }));
}

/** A decided task is beyond holding: what was decided stays decided. */
function hold(task: Task, reason: HoldReason): OrderOutcome {
  return !canMove(task, 'WITHDRAWN') || task.held === reason
    ? UNCHANGED
    : to(changed(task, { held: reason }));
}

/** Items left unanswered keep the task returned. New facts count as a change in any state, so that nobody decides on old ones. */
function correct(task: Task, items: readonly string[]): OrderOutcome {
  if (isFinal(task)) return UNCHANGED;
  const open = task.returnedItems.filter((item) => !items.includes(item));
  if (task.status === 'RETURNED' && open.length === 0) return to(move(task, 'RECEIVED'));
  return to(changed(task, { returnedItems: open }));
}

function withdraw(task: Task): OrderOutcome {
  if (task.status === 'WITHDRAWN') return UNCHANGED;
  return canMove(task, 'WITHDRAWN')
    ? to(move(task, 'WITHDRAWN', { held: null }))
    : { kind: 'withdrawal-refused' };
}

/** What an order does to a task. Never refuses for the task's state: a repeated or late order changes nothing. */
export function decideOrder(task: Task, order: TaskOrder): OrderOutcome {
  switch (order.kind) {
    case 'release':
      return release(task);
    case 'hold':
      return hold(task, order.reason);
    case 'correct':
      return correct(task, order.items);
    case 'withdraw':
      return withdraw(task);
    default:
      return order satisfies never;
  }
}
