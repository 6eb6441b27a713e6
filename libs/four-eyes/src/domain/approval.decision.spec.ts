import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  decideApproval,
  done,
  type ApprovalCommand,
  type ApprovalOutcome,
} from './approval.decision.js';
import type { Approval } from './approval.js';

const T0 = new Date('2026-11-02T00:00:00.000Z');
const hours = (count: number): Date => new Date(T0.getTime() + count * 3_600_000);

const asked: Approval = {
  id: '0197a3c0-0000-7000-8000-0000000a0001',
  act: 'release-hold',
  subjectId: '0197a3c0-0000-7000-8000-0000000c0001',
  ward: '14133',
  reason: 'proceedings-ended',
  state: 'REQUESTED',
  requestedBy: 'first',
  requestedAt: T0,
  expiresAt: hours(72),
  ...{ approvedBy: null, approvedAt: null, refusedBy: null, refusedAt: null, doneAt: null },
};

const say = (approval: Approval, command: ApprovalCommand, by: string, hour = 1): ApprovalOutcome =>
  decideApproval(approval, { command, by, at: hours(hour), usableUntil: hours(hour + 72) });
const after = (approval: Approval, command: ApprovalCommand, by: string, hour = 1): Approval =>
  say(approval, command, by, hour).approval;

describe('an approval', () => {
  it('is given by another person than who asked', () => {
    expect(say(asked, 'approve', 'first')).toMatchObject({ kind: 'refused', code: 'own-approval' });
    expect(say(asked, 'approve', 'second')).toMatchObject({
      kind: 'moved',
      approval: {
        state: 'APPROVED',
        approvedBy: 'second',
        approvedAt: hours(1),
        expiresAt: hours(73),
      },
    });
  });

  it('can be given again by the same person, by nobody else', () => {
    const approved = after(asked, 'approve', 'second');
    expect(say(approved, 'approve', 'second', 2)).toEqual({ kind: 'repeated', approval: approved });
    expect(say(approved, 'approve', 'third')).toMatchObject({ code: 'approval-ended' });
    expect(say(approved, 'refuse', 'third')).toMatchObject({ code: 'approval-ended' });
  });

  it('is used once, by who asked, and only when it was given', () => {
    const approved = after(asked, 'approve', 'second');
    expect(say(asked, 'use', 'first')).toMatchObject({ code: 'not-approved' });
    expect(say(approved, 'use', 'second')).toMatchObject({ code: 'not-approved' });
    const used = say(approved, 'use', 'first', 3);
    expect(used).toMatchObject({ kind: 'moved', approval: { state: 'DONE', doneAt: hours(3) } });
    expect(say(used.approval, 'use', 'first', 4)).toMatchObject({ code: 'approval-ended' });
  });

  it('can be refused by anybody with the right, and taken back by who asked', () => {
    for (const by of ['first', 'second']) {
      const refused = after(asked, 'refuse', by);
      expect(refused).toMatchObject({ state: 'REFUSED', refusedBy: by, refusedAt: hours(1) });
      expect(say(refused, 'refuse', by).kind).toBe('repeated');
      expect(say(refused, 'approve', 'third')).toMatchObject({ code: 'approval-ended' });
    }
  });

  it.each(['approve', 'refuse', 'use'] as const)(
    'cannot be met by %s once it ran out',
    (command) => {
      const approved = after(asked, 'approve', 'second');
      expect(say(asked, command, 'second', 71.99)).not.toMatchObject({ code: 'approval-expired' });
      for (const [approval, hour] of [
        [asked, 72],
        [approved, 73],
      ] as const)
        expect(say(approval, command, 'first', hour)).toMatchObject({
          kind: 'refused',
          code: 'approval-expired',
          approval: { state: 'EXPIRED' },
        });
    },
  );

  it('is never DONE without two people, whatever is said in whatever order', () => {
    const step = fc.record({
      command: fc.constantFrom<ApprovalCommand>('approve', 'refuse', 'use'),
      by: fc.constantFrom('first', 'second', 'third'),
      hour: fc.integer({ min: 0, max: 200 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        let moves = 0;
        const end = steps.reduce((approval, { command, by, hour }) => {
          const outcome = say(approval, command, by, hour);
          if (outcome.kind === 'moved') moves += 1;
          return outcome.approval;
        }, asked);
        expect(end.approvedBy).not.toBe(end.requestedBy);
        expect(moves).toBeLessThanOrEqual(2);
        if (end.state === 'DONE') expect([end.approvedBy, end.doneAt]).not.toContain(null);
      }),
    );
  });

  it('cannot be done from where its table knows no way', () => {
    expect(() => done(asked, hours(1))).toThrow('never goes from REQUESTED to DONE');
  });
});
