import { describe, expect, it } from '@jest/globals';
import { TASK_STATUSES } from '@app/contracts';
import { TASK_MOVES, checkTaskMoves, type TaskMoves } from './task-moves.js';

const changedTable = (change: Partial<TaskMoves>): TaskMoves => ({ ...TASK_MOVES, ...change });

describe('TASK_MOVES', () => {
  it('knows every status that events may carry', () => {
    expect(Object.keys(TASK_MOVES).sort()).toEqual([...TASK_STATUSES].sort());
  });

  it('passes its own check', () => {
    expect(() => checkTaskMoves()).not.toThrow();
  });

  it.each([
    [
      'a state that nothing leads to',
      { IN_REVIEW: ['DECIDED', 'RECEIVED', 'RETURNED', 'REJECTED'] },
      'AT_CENTRE can never be reached',
    ],
    ['a final state that goes on', { REJECTED: ['IN_REVIEW'] }, 'REJECTED is final but moves on'],
    ['a state without an end', { DECIDED: [] }, 'DECIDED never comes to an end'],
    [
      'a state that moves to itself',
      { RETURNED: ['RETURNED', 'RECEIVED'] },
      'RETURNED moves to itself',
    ],
    [
      'a move said twice',
      { AT_CENTRE: ['IN_REVIEW', 'IN_REVIEW'] },
      'AT_CENTRE names a move twice',
    ],
    [
      'an unknown state',
      { RETURNED: ['RECEIVED', 'LOST'] },
      'RETURNED moves to LOST, which is no state',
    ],
  ])('is refused at start with %s', (_what, change, message) => {
    expect(() => checkTaskMoves(changedTable(change as Partial<TaskMoves>))).toThrow(message);
  });
});
