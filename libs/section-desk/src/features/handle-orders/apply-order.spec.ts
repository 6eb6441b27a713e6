import { describe, expect, it } from '@jest/globals';
import { SECTION_CONTRACTS, TASK_STATUSES, type TaskPlan } from '@app/contracts';
import type { Delivery } from '@app/messaging';
import fc from 'fast-check';
import { canMove, isFinal, openedTask } from '../../domain/task.js';
import { allColumns, type TaskRecord } from '../../persistence/task-record.js';
import { OrdersOfCase, planOf } from '../../testing/orders.js';
import { effectsOf } from './apply-order.decision.js';
import { ChunkPlan } from './chunk-plan.js';

const contract = SECTION_CONTRACTS.insurance.supplyCorrection;
const correct = effectsOf(SECTION_CONTRACTS.insurance).get(contract.type)!;
const AT = new Date('2026-04-06T01:00:00Z');
const ABOUT = { caseId: 'case', ward: '14134' };

const anyDay = fc.option(fc.constantFrom('2026-04-07', '2026-04-13', '2026-05-01'));
const anyPlan: fc.Arbitrary<TaskPlan> = fc
  .record({
    deadline: anyDay,
    noLossDeadline: anyDay,
    deadlineRule: fc.constantFrom('J14', 'A15', 'NONE'),
    persons: fc.subarray(['p1', 'p2', 'p3'], { minLength: 1 }),
    visitRequired: fc.boolean(),
    filing: fc.constantFrom('citizen' as const, 'deemed' as const),
  })
  .map((change) => planOf(OrdersOfCase.task(), change));

const anyTask: fc.Arbitrary<TaskRecord> = fc
  .record({
    plan: anyPlan,
    status: fc.constantFrom(...TASK_STATUSES),
    version: fc.integer({ min: 1, max: 9 }),
    delivers: fc.boolean(),
  })
  .map(({ plan, status, version, delivers }) => {
    const opened = OrdersOfCase.task({ ...plan, delivers });
    return {
      ...opened,
      ...openedTask(ABOUT, opened),
      ...{ status, version, applicationId: 'application', reference: '7KQ2M-X9D4TR' },
      ...{ lifeEvent: 'move-in', ruleSet: 'test-1', openedBy: 1 },
      ...{ submittedAt: AT, receivedAt: AT, changedAt: AT },
      returnedItems: status === 'RETURNED' ? ['contract'] : [],
      claim: status === 'IN_REVIEW' ? { by: 'anna', until: AT } : null,
      erasedAt: null,
    };
  });

const correction = (taskId: string, items: readonly string[], plan?: TaskPlan): Delivery<never> => {
  const data = { caseId: 'case', taskId, correctionId: 'c1', items, ...(plan && { plan }) };
  const delivery = { contract, data, sealed: 'jwe', key: 'case', sequence: 2, id: 'e1' };
  return delivery as unknown as Delivery<never>;
};

function corrected(task: TaskRecord, items: readonly string[], plan?: TaskPlan): TaskRecord {
  const chunk = new ChunkPlan([{ task, correctionIds: [] }]);
  correct(chunk, correction(task.taskId, items, plan), AT);
  return chunk.find(task.taskId)!;
}

const anyItems = fc.subarray(['contract', 'bank-account']);

describe('a correction at the desk', () => {
  it('gives every task that goes on the new plan, one version and the queue place of its deadline', () => {
    fc.assert(
      fc.property(anyTask, anyPlan, anyItems, (task, plan, items) => {
        fc.pre(!isFinal(task));
        const after = corrected(task, items, plan);
        expect(after).toMatchObject({ ...plan, version: task.version + 1 });
        expect(allColumns(after).queue_date).toBe(plan.deadline ?? 'infinity');
        expect(after.status === task.status || canMove(task, after.status)).toBe(true);
      }),
    );
  });

  it('leaves a task that has ended exactly as it was', () => {
    fc.assert(
      fc.property(anyTask, anyPlan, anyItems, (task, plan, items) => {
        fc.pre(isFinal(task));
        expect(corrected(task, items, plan)).toEqual(task);
      }),
    );
  });

  it('without a plan leaves the plan as it was', () => {
    fc.assert(
      fc.property(anyTask, anyItems, (task, items) => {
        const { deadline, persons, visitRequired } = task;
        expect(corrected(task, items)).toMatchObject({ deadline, persons, visitRequired });
      }),
    );
  });
});
