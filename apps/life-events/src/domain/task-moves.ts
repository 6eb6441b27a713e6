import type { TaskStatus } from '@app/contracts';
import { stateMachine } from './state-machine.js';

/** The life of a task as life-events may hear of it; the section that owns the task enforces each single step. */
export const TASK_MOVES = stateMachine<TaskStatus>({
  name: 'task',
  initial: ['WAITING_PREDECESSOR', 'RECEIVED'],
  moves: {
    WAITING_PREDECESSOR: ['RECEIVED', 'WITHDRAWN'],
    RECEIVED: ['IN_REVIEW', 'WITHDRAWN'],
    IN_REVIEW: ['RECEIVED', 'RETURNED', 'AT_CENTRE', 'DECIDED', 'REJECTED', 'WITHDRAWN'],
    RETURNED: ['RECEIVED', 'WITHDRAWN'],
    AT_CENTRE: ['IN_REVIEW', 'WITHDRAWN'],
    DECIDED: ['DELIVERED'],
    DELIVERED: [],
    REJECTED: [],
    WITHDRAWN: [],
  },
});

const DECISIONS: readonly TaskStatus[] = ['DECIDED', 'DELIVERED', 'REJECTED'];

/** Final registration (本登録): the effect on other procedures begins with the decision, not with the delivery. */
export const isAccepted = (status: TaskStatus): boolean =>
  status === 'DECIDED' || status === 'DELIVERED';

/** Decided one way or the other: the section can no longer withdraw it. */
export const isBeyondWithdrawal = (status: TaskStatus): boolean => DECISIONS.includes(status);
