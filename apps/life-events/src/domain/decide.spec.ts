import { describe, expect, it } from '@jest/globals';
import { CaseInMemory } from '../testing/case-in-memory.js';
import { FILED, planOf, planned } from '../testing/fictional-plan.js';
import { changed } from '../testing/fictional-sections.js';
import { decide } from './decide.js';

const moveIn = planned('move-in', 'resident');
const card = planned('card', 'resident', ['move-in'], { delivers: true });
const nhi = planned('nhi', 'insurance', ['move-in']);
const medical = planned('medical', 'childcare', ['move-in', 'nhi']);
const family = () => new CaseInMemory(moveIn, card, nhi, medical);
const decided = (name: string, one: CaseInMemory) =>
  one.say(name, 'IN_REVIEW').say(name, 'DECIDED');

describe('opening a case', () => {
  it('tells each section all of its tasks at once, with what each still waits for', () => {
    const one = family();
    expect(one.orders.map(({ kind }) => kind)).toEqual(['open-tasks', 'open-tasks', 'open-tasks']);
    expect(one.orders[0]).toMatchObject({
      tasks: [
        { task: { procedureId: 'move-in', status: 'RECEIVED' }, waitsFor: [] },
        { task: { procedureId: 'card', status: 'WAITING_PREDECESSOR' }, waitsFor: ['move-in'] },
      ],
    });
    expect(one.state.status).toBe('OPEN');
  });

  it('closes at once where nothing is to be done by a section', () => {
    expect(new CaseInMemory().state.status).toBe('CLOSED');
  });

  it('is refused for a case that is open already', () => {
    const event = { kind: 'filed', filed: FILED, plan: planOf([moveIn]) } as const;
    expect(() => decide(family().state, event, () => 'x')).toThrow('case-already-open');
  });
});

describe('final registration', () => {
  it('releases what waited for nothing else, and the rest with its last predecessor', () => {
    const one = family();
    expect(decided('move-in', one).ordered()).toEqual(['release-task card', 'release-task nhi']);
    one.say('nhi', 'RECEIVED');
    expect(decided('nhi', one).ordered()).toEqual(['release-task medical']);
  });

  it('is the decision: a delivery afterwards releases nothing again', () => {
    const one = new CaseInMemory(
      planned('move-in', 'resident', [], { delivers: true }),
      planned('nhi', 'insurance', ['move-in']),
    );
    expect(decided('move-in', one).ordered()).toEqual(['release-task nhi']);
    expect(one.say('move-in', 'DELIVERED').ordered()).toEqual([]);
  });
});

describe('the roll-up', () => {
  it('asks for action while something is returned to the citizen', () => {
    const one = family().say('move-in', 'IN_REVIEW').say('move-in', 'RETURNED');
    expect(one.state.status).toBe('ACTION_NEEDED');
    expect(one.say('move-in', 'RECEIVED').state.status).toBe('OPEN');
  });

  it('stays open until what is decided has been delivered', () => {
    const one = decided(
      'card',
      decided('move-in', new CaseInMemory(moveIn, card)).say('card', 'RECEIVED'),
    );
    expect(one.state.status).toBe('OPEN');
    expect(one.say('card', 'DELIVERED').state.status).toBe('CLOSED');
  });
});

describe('a predecessor that fails', () => {
  const rejected = () =>
    new CaseInMemory(moveIn, nhi, medical).say('move-in', 'IN_REVIEW').say('move-in', 'REJECTED');

  it('holds its successors and the case until a supervisor decides', () => {
    const one = rejected();
    expect(one.ordered()).toEqual(['hold-task nhi', 'hold-task medical']);
    expect(one.state.status).toBe('ON_HOLD');
  });

  it('lets a released task go on, and one that waits for others with the last of them', () => {
    const one = rejected();
    const resolve = (name: string) =>
      one.tell({ kind: 'hold-resolved', taskId: one.task(name).taskId, decision: 'release' });
    expect(resolve('medical').ordered()).toEqual([]);
    expect(resolve('nhi').ordered()).toEqual(['release-task nhi']);
    expect(one.state.status).toBe('OPEN');
    one.say('nhi', 'RECEIVED');
    expect(decided('nhi', one).ordered()).toEqual(['release-task medical']);
  });

  it('has a cancelled task withdrawn, and then what depends on it', () => {
    const one = rejected();
    one.tell({ kind: 'hold-resolved', taskId: one.task('nhi').taskId, decision: 'cancel' });
    expect(one.ordered()).toEqual(['withdraw-task nhi']);
    expect(one.say('nhi', 'WITHDRAWN').ordered()).toEqual(['withdraw-task medical']);
    expect(one.say('medical', 'WITHDRAWN').state.status).toBe('CLOSED');
  });

  it('leaves nothing to resolve where nothing is held', () => {
    const one = family();
    const { taskId } = one.task('nhi');
    expect(() => one.tell({ kind: 'hold-resolved', taskId, decision: 'release' })).toThrow(taskId);
  });
});

describe('a withdrawal', () => {
  it('waits for every section, and is done when all have withdrawn', () => {
    const one = new CaseInMemory(moveIn, nhi).tell({ kind: 'withdrawal-requested' });
    expect(one.ordered()).toEqual(['withdraw-task move-in', 'withdraw-task nhi']);
    expect(one.state).toMatchObject({ status: 'WITHDRAWING', withdrawal: 'requested' });
    expect(one.say('nhi', 'WITHDRAWN').state.status).toBe('WITHDRAWING');
    expect(one.say('move-in', 'WITHDRAWN').state).toMatchObject({
      status: 'WITHDRAWN',
      withdrawal: 'done',
    });
  });

  it('is refused in part where a section had decided, and the rest goes on', () => {
    const one = new CaseInMemory(moveIn, card, nhi);
    decided('card', decided('move-in', one).say('card', 'RECEIVED'));
    one.tell({ kind: 'withdrawal-requested' });
    expect(one.ordered()).toEqual(['withdraw-task nhi']);
    one.say('nhi', 'WITHDRAWN');
    expect(one.state).toMatchObject({ status: 'OPEN', withdrawal: 'partly-refused' });
    expect(one.task('card').withdrawalRefused).toBe(true);
    expect(one.say('card', 'DELIVERED').state.status).toBe('CLOSED');
  });

  it('after the end is refused without a word to anybody', () => {
    const one = decided('move-in', new CaseInMemory(moveIn)).tell({ kind: 'withdrawal-requested' });
    expect(one.orders).toEqual([]);
    expect(one.state).toMatchObject({ status: 'CLOSED', withdrawal: 'refused' });
  });
});

describe('a section that has its tasks', () => {
  const received = (one: CaseInMemory, ...names: string[]) => ({
    kind: 'tasks-received' as const,
    section: 'resident' as const,
    tasks: names.map((name) => {
      const { taskId, procedureId } = one.task(name);
      const status = name === 'card' ? ('WAITING_PREDECESSOR' as const) : ('RECEIVED' as const);
      return { taskId, procedureId, status, version: 1 };
    }),
  });

  it('says so of all of them in one word', () => {
    const one = family();
    one.tell(received(one, 'move-in', 'card'));
    expect(['move-in', 'card', 'nhi'].map((name) => one.task(name).version)).toEqual([1, 1, 0]);
  });

  it('is not believed at all when one of them is not its own', () => {
    const one = family();
    expect(() => one.tell(received(one, 'move-in', 'nhi'))).toThrow('task-of-another-section');
    expect(one.task('move-in').version).toBe(0);
  });

  it('has said nothing new when it has moved on since', () => {
    const one = family().say('move-in', 'IN_REVIEW');
    const before = one.state;
    one.tell(received(one, 'move-in'));
    expect(one.state).toBe(before);
  });
});

describe('a fact that cannot be true', () => {
  const one = () => family().say('move-in', 'IN_REVIEW');

  it.each([
    ['case-unknown', () => decide(undefined, { kind: 'withdrawal-requested' }, () => 'x')],
    [
      'task-unknown',
      () => one().tell(changed({ ...one().task('nhi'), taskId: 'x' }, 'RECEIVED', 1)),
    ],
    ['task-of-another-section', () => one().say('nhi', 'RECEIVED', { section: 'resident' })],
    ['task-of-another-procedure', () => one().say('nhi', 'RECEIVED', { procedureId: 'card' })],
    ['illegal-task-move', () => one().say('move-in', 'WAITING_PREDECESSOR')],
    ['illegal-task-move', () => decided('move-in', one()).say('move-in', 'REJECTED')],
    ['nothing-to-deliver', () => decided('move-in', one()).say('move-in', 'DELIVERED')],
    [
      'withdrawal-not-asked',
      () =>
        one().tell({
          kind: 'withdrawal-refused',
          section: 'insurance',
          taskId: one().task('nhi').taskId,
        }),
    ],
  ])('is refused as %s', (code, tell) => {
    expect(tell).toThrow(code);
  });
});
