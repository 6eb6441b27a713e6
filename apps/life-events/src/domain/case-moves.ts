import type { CaseStatus } from '@app/contracts';
import { stateMachine } from './state-machine.js';

/** A case without any task closes as it opens; everything else begins `OPEN`. */
export const CASE_MOVES = stateMachine<CaseStatus>({
  name: 'case',
  initial: ['OPEN', 'CLOSED'],
  moves: {
    OPEN: ['ACTION_NEEDED', 'ON_HOLD', 'WITHDRAWING', 'CLOSED'],
    ACTION_NEEDED: ['OPEN', 'ON_HOLD', 'WITHDRAWING', 'CLOSED'],
    ON_HOLD: ['OPEN', 'ACTION_NEEDED', 'WITHDRAWING', 'CLOSED'],
    WITHDRAWING: ['OPEN', 'ACTION_NEEDED', 'ON_HOLD', 'CLOSED', 'WITHDRAWN'],
    CLOSED: [],
    WITHDRAWN: [],
  },
});
