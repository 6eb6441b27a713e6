import { describe, expect, it } from '@jest/globals';
import { CaseInMemory } from '../testing/case-in-memory.js';
import { fictionalId, planOf, planned } from '../testing/fictional-plan.js';
import type { PlannedTask } from './case.js';
import type { CasePlan } from './plan-case.decision.js';

const birth = planned('birth', 'resident');
const nhi = planned('nhi', 'insurance', ['birth']);
const claim = planned('claim', 'childcare', ['birth']);
const medical = planned('medical', 'childcare', ['birth', 'nhi']);

const correctionId = fictionalId('corr');
const answering = (one: CaseInMemory, name: string, ...items: string[]) => [
  { taskId: one.task(name).taskId, items },
];

const replanned = (
  one: CaseInMemory,
  tasks: readonly PlannedTask[],
  changed: readonly string[] = [],
  other: Partial<CasePlan> = {},
) =>
  one.tell({
    kind: 'corrected',
    correctionId,
    answered: [],
    replanned: { plan: planOf(tasks, other), changedFacts: new Set(changed) },
  });

describe('a correction', () => {
  it('hands answers to the tasks that asked, once each', () => {
    const one = new CaseInMemory(birth, claim).say('claim', 'RECEIVED').say('claim', 'IN_REVIEW');
    one.say('claim', 'RETURNED', { returnedItems: ['bank-account', 'contract'] });
    const answered = [
      ...answering(one, 'claim', 'bank-account'),
      ...answering(one, 'claim', 'contract'),
    ];
    one.tell({ kind: 'corrected', correctionId, answered });
    expect(one.orders).toMatchObject([
      { kind: 'supply-correction', items: ['bank-account', 'contract'], withFacts: false },
    ]);
  });

  it('of a task that the case does not have is refused', () => {
    const one = new CaseInMemory(birth);
    const answered = [{ taskId: correctionId, items: ['x'] }];
    expect(() => one.tell({ kind: 'corrected', correctionId, answered })).toThrow('task-unknown');
  });

  it('supplies new facts to the tasks whose section sees them, and not to the others', () => {
    const one = replanned(new CaseInMemory(birth, nhi, claim), [birth, nhi, claim], ['claim']);
    expect(one.ordered()).toEqual(['supply-correction claim']);
    expect(one.orders[0]).toMatchObject({ items: [], withFacts: true, withPlan: true });
  });

  it('tells a section the new plan of its task, also when the facts that it sees are the same', () => {
    const later = { ...nhi, deadline: '2026-04-20', persons: ['p1', 'p2'] };
    const one = replanned(new CaseInMemory(birth, nhi, claim), [birth, later, claim]);
    expect(one.ordered()).toEqual(['supply-correction nhi']);
    expect(one.orders[0]).toMatchObject({
      ...{ items: [], withFacts: false, withPlan: true },
      task: { deadline: '2026-04-20', persons: ['p1', 'p2'] },
    });
    expect(one.task('nhi')).toMatchObject({ deadline: '2026-04-20' });
  });

  it('leaves the plan of an ended task as it was when it was decided', () => {
    const one = new CaseInMemory(birth, claim).say('birth', 'IN_REVIEW').say('birth', 'DECIDED');
    replanned(one, [{ ...birth, deadline: '2026-04-20' }, claim], ['birth']);
    expect(one.orders).toEqual([]);
    expect(one.task('birth').deadline).toBe(birth.deadline);
  });

  it('opens new tasks, waiting for what is not decided yet', () => {
    const one = new CaseInMemory(birth, claim).say('birth', 'IN_REVIEW').say('birth', 'DECIDED');
    replanned(one, [birth, nhi, claim, medical]);
    expect(one.ordered()).toEqual(['open-tasks nhi', 'open-tasks medical']);
    expect(one.task('nhi')).toMatchObject({ status: 'RECEIVED', released: true });
    expect(one.orders[1]).toMatchObject({ tasks: [{ waitsFor: ['nhi'] }] });
  });

  it('withdraws what is not needed any more and nobody works on', () => {
    const one = replanned(new CaseInMemory(birth, nhi, medical), [birth]);
    expect(one.ordered()).toEqual(['withdraw-task nhi', 'withdraw-task medical']);
    expect(one.say('nhi', 'WITHDRAWN').say('medical', 'WITHDRAWN').state.status).toBe('OPEN');
  });

  it('flags to an officer what is being worked on, until a supervisor decides', () => {
    const one = new CaseInMemory(birth, claim).say('birth', 'IN_REVIEW').say('birth', 'DECIDED');
    one.say('claim', 'RECEIVED').say('claim', 'IN_REVIEW');
    expect(replanned(one, [birth]).ordered()).toEqual(['hold-task claim']);
    expect(one.state.status).toBe('ON_HOLD');
    const { taskId } = one.task('claim');
    one.tell({ kind: 'hold-resolved', taskId, decision: 'release' });
    expect(one.ordered()).toEqual(['release-task claim']);
    expect(one.state.status).toBe('OPEN');
  });

  it('leaves alone what hangs on an open question, and what is decided', () => {
    const one = new CaseInMemory(birth, claim).say('birth', 'IN_REVIEW').say('birth', 'DECIDED');
    expect(replanned(one, [], [], { maybe: ['claim'] }).orders).toEqual([]);
  });

  it('sends to the counter what is needed again after its task was withdrawn', () => {
    const one = replanned(new CaseInMemory(birth, nhi, medical), [birth]);
    one.say('nhi', 'WITHDRAWN').say('medical', 'WITHDRAWN');
    replanned(one, [birth, nhi, claim]);
    expect(one.ordered()).toEqual(['open-tasks claim']);
    expect(one.state.referrals.map(({ procedureId }) => procedureId)).toEqual(['nhi']);
  });

  it('begins nothing new while the citizen withdraws', () => {
    const one = new CaseInMemory(birth).tell({ kind: 'withdrawal-requested' });
    expect(replanned(one, [birth, nhi]).orders).toEqual([]);
    expect(one.state.tasks).toHaveLength(1);
  });
});
