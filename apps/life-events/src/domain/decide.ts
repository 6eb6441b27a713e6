import type { Case } from './case.js';
import type { CaseEvent } from './case-event.js';
import { advanceTasks } from './advance-tasks.decision.js';
import { changeWard } from './change-ward.decision.js';
import { ContradictionError } from './contradiction.error.js';
import { correctCase } from './correct-case.decision.js';
import { openCase } from './open-case.decision.js';
import type { Decision } from './order.js';
import { requestWithdrawal } from './request-withdrawal.decision.js';
import { resolveHold } from './resolve-hold.decision.js';
import { rollUp } from './roll-up.rule.js';
import { taskChanged, tasksReceived, withdrawalRefused } from './task-changed.decision.js';

const never = (event: never): never => {
  throw new Error(`Nobody decides about ${JSON.stringify(event)}.`);
};

const quietly = (state: Case): Decision => ({ case: state, orders: [] });

function react(state: Case, event: Exclude<CaseEvent, { kind: 'filed' }>, newId: () => string) {
  switch (event.kind) {
    case 'task-changed':
      return quietly(taskChanged(state, event));
    case 'tasks-received':
      return quietly(tasksReceived(state, event));
    case 'withdrawal-refused':
      return quietly(withdrawalRefused(state, event));
    case 'withdrawal-requested':
      return requestWithdrawal(state);
    case 'corrected':
      return correctCase(state, event, newId);
    case 'hold-resolved':
      return resolveHold(state, event);
    case 'ward-changed':
      return changeWard(state, event);
    default:
      return never(event);
  }
}

function firstStep(state: Case | undefined, event: CaseEvent, newId: () => string): Decision {
  if (event.kind !== 'filed') {
    if (state === undefined) throw new ContradictionError('case-unknown', event.kind);
    return react(state, event, newId);
  }
  if (state !== undefined) throw new ContradictionError('case-already-open', state.caseId);
  return openCase(event, newId);
}

/**
 * What one fact does to a case: its next state and the orders to the sections, in the order in which they are to be
 * sent. The very same object comes back when nothing changed. Throws `ContradictionError` (or, for a resolution,
 * `NothingToResolveError`) and changes nothing when the fact cannot be true of this case.
 */
export function decide(state: Case | undefined, event: CaseEvent, newId: () => string): Decision {
  const first = firstStep(state, event, newId);
  const advanced = advanceTasks(first.case);
  return {
    case: rollUp(advanced.case),
    orders: [...first.orders, ...advanced.orders],
  };
}
