import type { CaseStatus } from '@app/contracts';
import { isEnded, type Case } from './case.js';
import { CASE_MOVES } from './case-moves.js';
import { ContradictionError } from './contradiction.error.js';
import { withdrawalState } from './request-withdrawal.decision.js';

function statusOf({ tasks, withdrawal }: Case): CaseStatus {
  if (tasks.every(isEnded)) return withdrawal === 'done' ? 'WITHDRAWN' : 'CLOSED';
  if (withdrawal === 'requested') return 'WITHDRAWING';
  const open = tasks.filter((task) => !isEnded(task));
  if (open.some((task) => task.held !== null)) return 'ON_HOLD';
  return open.some((task) => task.status === 'RETURNED') ? 'ACTION_NEEDED' : 'OPEN';
}

/** The one status of the whole case. Every task is mandatory or chosen, so a case never closes with one open. */
export function rollUp(state: Case): Case {
  const withdrawal = withdrawalState(state);
  const status = CASE_MOVES.isFinal(state.status)
    ? state.status
    : statusOf({ ...state, withdrawal });
  if (status === state.status && withdrawal === state.withdrawal) return state;
  if (status !== state.status && !CASE_MOVES.allows(state.status, status))
    throw new ContradictionError('illegal-case-move', `${state.status} to ${status}`);
  return { ...state, status, withdrawal };
}
