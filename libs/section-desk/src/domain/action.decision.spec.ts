import { describe, expect, it } from '@jest/globals';
import { allowedActions, decideAction, type OfficerAction } from './action.decision.js';
import { openedTask, type Task } from './task.js';

const now = new Date('2026-04-01T00:00:00Z');
const later = (minutes: number): Date => new Date(now.getTime() + minutes * 60_000);
const anna = { sub: 'officer-1', mayReleaseOthers: false };
const ben = { sub: 'officer-2', mayReleaseOthers: false };
const chief = { sub: 'supervisor-1', mayReleaseOthers: true };

const received = openedTask(
  { caseId: 'case', ward: '14133' },
  { taskId: 'task', procedureId: 'nhi-enroll', delivers: false, waitsFor: [] },
);
const inReview: Task = {
  ...received,
  status: 'IN_REVIEW',
  claim: { by: anna.sub, until: later(15) },
};

const DECISIONS: OfficerAction[] = [{ kind: 'accept' }, { kind: 'reject' }];
const NEED_CLAIM: OfficerAction[] = [
  ...DECISIONS,
  { kind: 'release' },
  { kind: 'centre' },
  { kind: 'return', items: ['bank-account'] },
];

describe('decideAction', () => {
  it('claims a received task for fifteen minutes', () => {
    expect(decideAction(received, { kind: 'claim' }, anna, now)).toEqual({
      kind: 'changed',
      task: { ...inReview, version: 2 },
    });
  });

  it('renews the own claim without a new version, also one that ran out', () => {
    for (const at of [later(5), later(20)]) {
      const renewed = decideAction(inReview, { kind: 'claim' }, anna, at);
      expect(renewed).toMatchObject({
        kind: 'renewed',
        task: { version: 1, claim: { by: anna.sub } },
      });
    }
  });

  it('lets another officer take over only a claim that ran out', () => {
    expect(decideAction(inReview, { kind: 'claim' }, ben, later(14))).toEqual({
      kind: 'refused',
      code: 'claimed-by-other',
    });
    expect(decideAction(inReview, { kind: 'claim' }, ben, later(15))).toEqual({
      kind: 'changed',
      task: { ...inReview, version: 2, claim: { by: ben.sub, until: later(30) } },
    });
  });

  it.each(NEED_CLAIM)('$kind is for who holds the claim', (action) => {
    expect(decideAction(inReview, action, anna, now).kind).toBe('changed');
    expect(decideAction(inReview, action, ben, now)).toMatchObject({ code: 'claimed-by-other' });
    expect(decideAction(inReview, action, anna, later(16))).toMatchObject({ code: 'not-claimed' });
  });

  it('lets a supervisor release the claim of another, and nothing more', () => {
    expect(decideAction(inReview, { kind: 'release' }, chief, now)).toMatchObject({
      task: { status: 'RECEIVED', claim: null },
    });
    expect(decideAction(inReview, { kind: 'accept' }, chief, now).kind).toBe('refused');
  });

  it.each(DECISIONS)('$kind is refused while the task is held', (action) => {
    const held: Task = { ...inReview, held: 'superseded' };
    expect(decideAction(held, action, anna, now)).toEqual({ kind: 'refused', code: 'task-held' });
    expect(allowedActions(held)).not.toContain(action.kind);
  });

  it('shows a waiting task for preparation only', () => {
    const waiting: Task = { ...received, status: 'WAITING_PREDECESSOR' };
    expect(allowedActions(waiting)).toEqual([]);
    expect(decideAction(waiting, { kind: 'accept' }, anna, now)).toEqual({
      kind: 'refused',
      code: 'illegal-move',
    });
  });

  it('brings a task back from the centre by claiming it', () => {
    const atCentre = decideAction(inReview, { kind: 'centre' }, anna, now);
    if (atCentre.kind !== 'changed') throw new Error('not handed over');
    expect(atCentre.task).toMatchObject({ status: 'AT_CENTRE', claim: null });
    expect(decideAction(atCentre.task, { kind: 'claim' }, ben, now)).toMatchObject({
      task: { status: 'IN_REVIEW', claim: { by: ben.sub } },
    });
  });

  it('delivers only where the procedure delivers something', () => {
    const decided: Task = { ...received, status: 'DECIDED' };
    expect(decideAction(decided, { kind: 'deliver' }, ben, now)).toMatchObject({
      code: 'illegal-move',
    });
    expect(
      decideAction({ ...decided, delivers: true }, { kind: 'deliver' }, ben, now),
    ).toMatchObject({ task: { status: 'DELIVERED' } });
  });

  it('names a returned item once', () => {
    const action = { kind: 'return', items: ['a', 'b', 'a'] } as const;
    expect(decideAction(inReview, action, anna, now)).toMatchObject({
      task: { status: 'RETURNED', returnedItems: ['a', 'b'], claim: null },
    });
  });
});
