import type { WithdrawalState } from '@app/contracts';
import type { Case, CaseTask } from './case.js';
import type { Decision, Order } from './order.js';
import { isBeyondWithdrawal } from './task-moves.js';

const canBeAsked = ({ status }: CaseTask): boolean =>
  status !== 'WITHDRAWN' && !isBeyondWithdrawal(status);
const isAsked = (task: CaseTask): boolean => task.withdrawReason !== null;

/** Also what is withdrawn already, so that it does not matter which of the two is heard first. */
function covered(task: CaseTask): CaseTask {
  return {
    ...task,
    held: null,
    withdrawReason: 'citizen-request',
    withdrawalRefused: task.withdrawalRefused || isBeyondWithdrawal(task.status),
  };
}

/** Asks the section of every task once; what it has decided already cannot be withdrawn and is refused here. */
export function requestWithdrawal(state: Case): Decision {
  const orders = state.tasks
    .filter((task) => canBeAsked(task) && !isAsked(task))
    .map((task): Order => ({ kind: 'withdraw-task', task, reason: 'citizen-request' }));
  return {
    case: { ...state, withdrawal: 'requested', tasks: state.tasks.map(covered) },
    orders,
  };
}

const isAnswered = (task: CaseTask): boolean =>
  task.status === 'WITHDRAWN' || task.withdrawalRefused;

/** How far the citizen's request has come: the answers of all tasks that it covers. */
export function withdrawalState(state: Case): WithdrawalState {
  if (state.withdrawal === 'none') return 'none';
  const asked = state.tasks.filter((task) => task.withdrawReason === 'citizen-request');
  if (!asked.every(isAnswered)) return 'requested';
  const refused = asked.filter((task) => task.withdrawalRefused);
  // Of a case without tasks there is nothing that could be granted.
  if (refused.length === asked.length) return 'refused';
  return refused.length === 0 ? 'done' : 'partly-refused';
}
