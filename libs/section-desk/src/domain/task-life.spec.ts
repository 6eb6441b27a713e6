import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decideAction, type ActionOutcome, type OfficerAction } from './action.decision.js';
import { decideOrder, type OrderOutcome, type TaskOrder } from './order.decision.js';
import { TASK_MOVES } from './task-moves.js';
import { isFinal, move, openedTask, type Task } from './task.js';

type Step =
  | { order: TaskOrder }
  | { action: OfficerAction; by: { sub: string; mayReleaseOthers: boolean }; minute: number };

const items = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 });
const order: fc.Arbitrary<TaskOrder> = fc.oneof(
  fc.constant({ kind: 'release' as const }),
  fc.record({
    kind: fc.constant('hold' as const),
    reason: fc.constantFrom('superseded' as const, 'predecessor-rejected' as const),
  }),
  fc.record({ kind: fc.constant('correct' as const), items }),
  fc.constant({ kind: 'withdraw' as const }),
);
const action: fc.Arbitrary<OfficerAction> = fc.oneof(
  fc
    .constantFrom('claim', 'claim', 'claim', 'release', 'centre', 'accept', 'reject', 'deliver')
    .map((kind) => ({ kind })),
  fc.record({
    kind: fc.constant('return' as const),
    items: items.filter((list) => list.length > 0),
  }),
);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 1, arbitrary: fc.record({ order }) },
  {
    weight: 3,
    arbitrary: fc.record({
      action,
      by: fc.record({ sub: fc.constantFrom('anna', 'ben'), mayReleaseOthers: fc.boolean() }),
      minute: fc.integer({ min: 0, max: 60 }),
    }),
  },
);
const first: fc.Arbitrary<Task> = fc
  .record({ delivers: fc.boolean(), waits: fc.boolean() })
  .map(({ delivers, waits }) =>
    openedTask(
      { caseId: 'case', ward: '14133' },
      { taskId: 'task', procedureId: 'p', delivers, waitsFor: waits ? ['q'] : [] },
    ),
  );

const apply = (task: Task, next: Step): OrderOutcome | ActionOutcome =>
  'order' in next
    ? decideOrder(task, next.order)
    : decideAction(task, next.action, next.by, new Date(next.minute * 60_000));

/** Walks through all steps and shows each one with the task before and after it. */
function walk(
  start: Task,
  steps: readonly Step[],
  see: (before: Task, after: Task, next: Step, outcome: OrderOutcome | ActionOutcome) => void,
): void {
  let task = start;
  for (const next of steps) {
    const outcome = apply(task, next);
    const after = 'task' in outcome ? outcome.task : task;
    see(task, after, next, outcome);
    task = after;
  }
}

const holdsFor = (see: Parameters<typeof walk>[2]): void =>
  fc.assert(
    fc.property(first, fc.array(step, { maxLength: 40 }), (start, steps) =>
      walk(start, steps, see),
    ),
    { numRuns: 400 },
  );

describe('the life of a task, whatever orders and actions come', () => {
  it('takes no step that does not stand in the table', () => {
    holdsFor((before, after) => {
      if (before.status !== after.status) expect(TASK_MOVES[before.status]).toContain(after.status);
    });
  });

  it('grows the version by one with each change, and by none otherwise', () => {
    holdsFor((before, after, _next, outcome) => {
      expect(after.version - before.version).toBe(outcome.kind === 'changed' ? 1 : 0);
    });
  });

  it('never changes a final task', () => {
    holdsFor((before, after) => {
      if (isFinal(before)) expect(after).toBe(before);
    });
  });

  it('never decides a task that is held or waits', () => {
    holdsFor((before, after) => {
      const decided = after.status === 'DECIDED' || after.status === 'REJECTED';
      if (!decided || before.status === after.status) return;
      expect(before).toMatchObject({ status: 'IN_REVIEW', held: null });
    });
  });

  it('decides, returns and hands over only for who holds the claim', () => {
    holdsFor((before, _after, next, outcome) => {
      if (!('action' in next) || outcome.kind !== 'changed') return;
      if (!['return', 'centre', 'accept', 'reject'].includes(next.action.kind)) return;
      expect(before.claim?.by).toBe(next.by.sub);
      expect(before.claim?.until.getTime()).toBeGreaterThan(next.minute * 60_000);
    });
  });

  it('has a claim exactly in review, and returned items exactly when returned', () => {
    holdsFor((_before, after) => {
      expect(after.claim !== null).toBe(after.status === 'IN_REVIEW');
      expect(after.returnedItems.length > 0).toBe(after.status === 'RETURNED');
    });
  });

  it('lets no illegal move pass, whoever asks for it', () => {
    const statuses = Object.keys(TASK_MOVES) as (keyof typeof TASK_MOVES)[];
    for (const from of statuses)
      for (const target of statuses.filter((status) => !TASK_MOVES[from].includes(status)))
        expect(() =>
          move(
            {
              ...openedTask(
                { caseId: 'c', ward: 'w' },
                { taskId: 't', procedureId: 'p', delivers: true, waitsFor: [] },
              ),
              status: from,
            },
            target,
          ),
        ).toThrow(`from ${from} to ${target}`);
  });
});
