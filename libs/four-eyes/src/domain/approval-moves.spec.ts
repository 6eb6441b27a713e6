import { describe, expect, it } from '@jest/globals';
import { APPROVAL_MOVES, checkApprovalMoves, type ApprovalMoves } from './approval-moves.js';

describe('the life of an approval', () => {
  it('is sound', () => {
    expect(() => checkApprovalMoves()).not.toThrow();
  });

  it.each([
    ['REFUSED can never be reached', { REQUESTED: ['APPROVED', 'EXPIRED'] }],
    ['APPROVED could stay open for ever', { APPROVED: ['DONE'] }],
    [
      'REQUESTED is done without approval',
      { REQUESTED: ['APPROVED', 'DONE', 'REFUSED', 'EXPIRED'] },
    ],
    ['DONE has ended but moves on', { DONE: ['REQUESTED'] }],
    ['APPROVED moves to itself', { APPROVED: ['APPROVED', 'DONE', 'EXPIRED'] }],
    ['APPROVED moves to what is no state', { APPROVED: ['LOST', 'DONE', 'EXPIRED'] }],
  ])('is refused at start when %s', (fault, change) => {
    const moves = { ...APPROVAL_MOVES, ...change } as ApprovalMoves;
    expect(() => checkApprovalMoves(moves)).toThrow(fault);
  });
});
