import { describe, expect, it } from '@jest/globals';
import { decideOrder } from './order.decision.js';
import { openedTask, type Task } from './task.js';

const opened = openedTask(
  { caseId: 'case', ward: '14133' },
  { taskId: 'task', procedureId: 'nhi-enroll', delivers: false, waitsFor: ['move-in'] },
);
const task = (change: Partial<Task>): Task => ({ ...opened, status: 'RECEIVED', ...change });
const claim = { by: 'officer-1', until: new Date('2026-04-01T00:15:00Z') };

describe('decideOrder', () => {
  it('lets a released task be worked on', () => {
    expect(opened.status).toBe('WAITING_PREDECESSOR');
    expect(decideOrder({ ...opened, held: 'predecessor-rejected' }, { kind: 'release' })).toEqual({
      kind: 'changed',
      task: { ...opened, status: 'RECEIVED', held: null, version: 2 },
    });
  });

  it('ends a hold by releasing, and changes nothing where nothing is held', () => {
    const held = task({ status: 'IN_REVIEW', held: 'superseded', claim });
    expect(decideOrder(held, { kind: 'release' })).toMatchObject({
      task: { status: 'IN_REVIEW', held: null, version: 2, claim },
    });
    expect(decideOrder(task({}), { kind: 'release' })).toEqual({ kind: 'unchanged' });
  });

  it('holds a task once for the same reason, and never a decided one', () => {
    const order = { kind: 'hold', reason: 'superseded' } as const;
    expect(decideOrder(task({}), order)).toMatchObject({
      task: { held: 'superseded', version: 2 },
    });
    expect(decideOrder(task({ held: 'superseded' }), order)).toEqual({ kind: 'unchanged' });
    for (const status of ['DECIDED', 'REJECTED'] as const)
      expect(decideOrder(task({ status, delivers: true }), order)).toEqual({ kind: 'unchanged' });
  });

  it('receives a returned task again once every item is answered', () => {
    const returned = task({ status: 'RETURNED', returnedItems: ['bank-account', 'contract'] });
    const first = decideOrder(returned, { kind: 'correct', items: ['contract'] });
    expect(first).toMatchObject({
      task: { status: 'RETURNED', returnedItems: ['bank-account'], version: 2 },
    });
    const both = decideOrder(returned, { kind: 'correct', items: ['contract', 'bank-account'] });
    expect(both).toMatchObject({ task: { status: 'RECEIVED', returnedItems: [], version: 2 } });
  });

  it('makes a new version of a task whose facts changed, so that nobody decides on the old ones', () => {
    const order = { kind: 'correct', items: [] } as const;
    const inReview = task({ status: 'IN_REVIEW', claim });
    expect(decideOrder(inReview, order)).toEqual({
      kind: 'changed',
      task: { ...inReview, version: 2 },
    });
    expect(decideOrder(task({ status: 'DECIDED', delivers: true }), order).kind).toBe('changed');
    expect(decideOrder(task({ status: 'DECIDED' }), order).kind).toBe('unchanged');
  });

  it('withdraws before the decision, refuses after it, and repeats nothing', () => {
    const order = { kind: 'withdraw' } as const;
    expect(
      decideOrder(task({ status: 'IN_REVIEW', held: 'superseded', claim }), order),
    ).toMatchObject({
      task: { status: 'WITHDRAWN', held: null, claim: null },
    });
    for (const status of ['DECIDED', 'DELIVERED', 'REJECTED'] as const)
      expect(decideOrder(task({ status }), order)).toEqual({ kind: 'withdrawal-refused' });
    expect(decideOrder(task({ status: 'WITHDRAWN' }), order)).toEqual({ kind: 'unchanged' });
  });
});
