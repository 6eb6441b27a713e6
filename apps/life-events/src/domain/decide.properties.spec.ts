import { describe, expect, it } from '@jest/globals';
import type { SectionName, TaskStatus } from '@app/contracts';
import fc from 'fast-check';
import { FictionalSections, changed } from '../testing/fictional-sections.js';
import { FILED, countingIds, fictionalId, planOf, planned } from '../testing/fictional-plan.js';
import { isEnded, type Case, type CaseTask, type PlannedTask } from './case.js';
import type { CaseEvent } from './case-event.js';
import { CASE_MOVES } from './case-moves.js';
import { decide } from './decide.js';
import type { Order } from './order.js';
import { TASK_MOVES } from './task-moves.js';
import { taskPlan } from './task-plan.js';

const sections: readonly SectionName[] = ['resident', 'insurance', 'childcare'];

/** Any graph without a cycle: a task depends on some of those before it. */
const anyPlan: fc.Arbitrary<PlannedTask[]> = fc
  .array(
    fc.record({
      section: fc.constantFrom(...sections),
      delivers: fc.boolean(),
      before: fc.array(fc.nat(7), { maxLength: 3 }),
      deadline: fc.constantFrom('2026-04-13', '2026-04-20', null),
      persons: fc.subarray(['p1', 'p2'], { minLength: 1 }),
    }),
    { minLength: 1, maxLength: 7 },
  )
  .map((drafts) =>
    drafts.map(({ section, before, ...plan }, index) => {
      const names = [...new Set(before.filter((other) => other < index))].map((n) => `t${n}`);
      return planned(`t${index}`, section, names, plan);
    }),
  );

/** Chance for the whole run: each number picks among what is possible at that moment. */
const anyChance = fc.array(fc.nat(10_000), { minLength: 200, maxLength: 400 });

class Run {
  readonly sections = new FictionalSections();
  readonly orders: Order[] = [];
  state: Case | undefined;
  private readonly newId = countingIds();

  constructor(
    private readonly chance: number[],
    private readonly checkEach: (state: Case) => void = () => undefined,
  ) {}

  apply(event: CaseEvent): void {
    const decision = decide(this.state, event, this.newId);
    this.state = decision.case;
    this.orders.push(...decision.orders);
    this.sections.obey(decision.orders);
    this.checkEach(decision.case);
  }

  /** Facts change at random: some tasks of the case are still needed on their section, others are new. */
  correct(tasks: PlannedTask[]): void {
    const sectionOf = new Map(this.state?.tasks.map((task) => [task.procedureId, task.section]));
    const plan = planOf(
      tasks.map((task) => ({ ...task, section: sectionOf.get(task.procedureId) ?? task.section })),
    );
    const changedFacts = new Set(['t0', 't2']);
    const correctionId = fictionalId('corr');
    this.apply({
      kind: 'corrected',
      correctionId,
      answered: [],
      replanned: { plan, changedFacts },
    });
  }

  /** One step: an officer works, life-events hears a section, or a supervisor resolves a hold. */
  step(extra: (() => void)[] = []): boolean {
    const hear = this.sections.waiting().map((name) => () => this.apply(this.sections.next(name)));
    const possible = [...hear, ...this.sections.moves(), ...this.resolutions(), ...extra];
    if (possible.length === 0) return false;
    possible[(this.chance.pop() ?? 0) % possible.length]?.();
    return true;
  }

  /** Until nothing more can happen; without chance left, each section is heard and then decides what it has. */
  finish(): void {
    while (this.chance.length > 0 && this.step());
    for (;;) {
      const [heard] = this.sections.waiting();
      const [resolve] = this.resolutions();
      if (heard !== undefined) this.apply(this.sections.next(heard));
      else if (resolve !== undefined) resolve();
      else if (!this.end()) return;
    }
  }

  private end(): boolean {
    const before = this.orders.length;
    const moves = this.sections.moves();
    // The last move of a task in the table's order leads towards its end.
    moves.at(-1)?.();
    return moves.length > 0 || this.orders.length > before;
  }

  private resolutions(): (() => void)[] {
    const held = this.state?.tasks.filter((task) => task.held !== null && !isEnded(task)) ?? [];
    return held.flatMap(({ taskId }) =>
      (['release', 'cancel'] as const).map(
        (decision) => () => this.apply({ kind: 'hold-resolved', taskId, decision }),
      ),
    );
  }
}

const open = (run: Run, tasks: PlannedTask[]): void =>
  run.apply({ kind: 'filed', filed: FILED, plan: planOf(tasks) });

function neverClosesEarly({ status, tasks }: Case): void {
  if (status === 'CLOSED' || status === 'WITHDRAWN') expect(tasks.every(isEnded)).toBe(true);
  else expect(tasks.every(isEnded)).toBe(false);
}

describe('a case under any order of what its sections say', () => {
  it('ends closed, with every task opened once, and is never closed with one still open', () => {
    fc.assert(
      fc.property(anyPlan, anyChance, (tasks, chance) => {
        const run = new Run([...chance], neverClosesEarly);
        open(run, tasks);
        run.finish();
        expect(run.state?.status).toBe('CLOSED');
        expect([...run.sections.opened].sort()).toEqual(tasks.map((t) => t.procedureId).sort());
        for (const task of run.state?.tasks ?? [])
          expect(run.sections.statusOf(task.taskId)).toBe(task.status);
      }),
      { numRuns: 150 },
    );
  });

  it('releases a task only once, and only when each predecessor is decided or waived', () => {
    fc.assert(
      fc.property(anyPlan, anyChance, (tasks, chance) => {
        const run = new Run([...chance]);
        open(run, tasks);
        run.finish();
        const released = run.orders.filter(({ kind }) => kind === 'release-task');
        const ids = released.map((order) => ('task' in order ? order.task.taskId : ''));
        expect(new Set(ids).size).toBe(ids.length);
        for (const task of run.state?.tasks ?? []) {
          if (!ids.includes(task.taskId)) continue;
          const unready = run.state?.tasks.filter(
            ({ procedureId, status }) =>
              task.dependsOn.includes(procedureId) &&
              !task.waived.includes(procedureId) &&
              status !== 'DECIDED' &&
              status !== 'DELIVERED',
          );
          expect(unready).toEqual([]);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('answers a withdrawal that comes at any moment: withdrawn, refused or partly so', () => {
    fc.assert(
      fc.property(anyPlan, anyChance, fc.nat(40), (tasks, chance, moment) => {
        const run = new Run([...chance], neverClosesEarly);
        open(run, tasks);
        for (let step = 0; step < moment; step++) run.step();
        const closedBefore = run.state?.status === 'CLOSED';
        run.apply({ kind: 'withdrawal-requested' });
        run.finish();
        const withdrawn = run.state?.tasks.every(({ status }) => status === 'WITHDRAWN') ?? false;
        expect(['done', 'refused', 'partly-refused']).toContain(run.state?.withdrawal);
        expect(run.state?.withdrawal === 'done').toBe(withdrawn);
        expect(run.state?.status).toBe(withdrawn && !closedBefore ? 'WITHDRAWN' : 'CLOSED');
      }),
      { numRuns: 150 },
    );
  });

  it('ends closed whatever corrections say on the way, and never opens a procedure twice', () => {
    const anyCorrections = fc.array(fc.tuple(fc.nat(15), anyPlan), { maxLength: 3 });
    fc.assert(
      fc.property(anyPlan, anyCorrections, anyChance, (tasks, corrections, chance) => {
        const run = new Run([...chance], neverClosesEarly);
        open(run, tasks);
        for (const [steps, plan] of corrections) {
          for (let step = 0; step < steps; step++) run.step();
          run.correct(plan);
        }
        run.finish();
        expect(run.state?.status).toBe('CLOSED');
        const { opened } = run.sections;
        expect(new Set(opened).size).toBe(opened.length);
      }),
      { numRuns: 150 },
    );
  });

  it('shows the plan that each section works by, whatever corrections say on the way', () => {
    const anyCorrections = fc.array(fc.tuple(fc.nat(15), anyPlan), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(anyPlan, anyCorrections, anyChance, (tasks, corrections, chance) => {
        const run = new Run([...chance]);
        open(run, tasks);
        for (const [steps, plan] of corrections) {
          for (let step = 0; step < steps; step++) run.step();
          run.correct(plan);
        }
        for (const task of run.state?.tasks ?? []) {
          const known = run.sections.planOf(task.taskId);
          if (known !== undefined) expect(taskPlan(known)).toEqual(taskPlan(task));
        }
      }),
      { numRuns: 150 },
    );
  });

  it('is the same after a word that it has heard before', () => {
    fc.assert(
      fc.property(anyPlan, anyChance, (tasks, chance) => {
        const heard: CaseEvent[] = [];
        const run = new Run([...chance]);
        const apply = run.apply.bind(run);
        run.apply = (event) => {
          if (event.kind === 'task-changed') heard.push(event);
          apply(event);
        };
        open(run, tasks);
        run.finish();
        for (const event of heard) {
          const again = decide(run.state, event, () => 'unused');
          expect(again.case).toBe(run.state);
          expect(again.orders).toEqual([]);
        }
      }),
      { numRuns: 50 },
    );
  });
});

/** What others can see of a case; which release was still sent to a task that is being withdrawn does not matter. */
const visible = ({ tasks, status, withdrawal }: Case) => ({
  status,
  withdrawal,
  tasks: tasks.map(({ released, withdrawReason, ...task }) => ({
    ...task,
    withdrawReason,
    released: withdrawReason === null && released,
  })),
});

/** A section withdraws only what it was asked to. */
const mayBecome = (task: CaseTask, to: TaskStatus): boolean =>
  TASK_MOVES.allows(task.status, to) &&
  (to !== 'DELIVERED' || task.delivers) &&
  (to !== 'WITHDRAWN' || task.withdrawReason !== null);

function possibleWords(state: Case): CaseEvent[] {
  return state.tasks.flatMap((task) =>
    TASK_MOVES.states
      .filter((to) => mayBecome(task, to))
      .map((to) => changed(task, to, task.version + 1)),
  );
}

describe('two words of different topics', () => {
  it('lead to the same case in either order', () => {
    fc.assert(
      fc.property(anyPlan, anyChance, fc.nat(60), (tasks, chance, moment) => {
        const run = new Run([...chance]);
        open(run, tasks);
        for (let step = 0; step < moment; step++) run.step();
        const state = run.state as Case;
        const words: CaseEvent[] = [...possibleWords(state), { kind: 'withdrawal-requested' }];
        const topicOf = (event: CaseEvent) => ('section' in event ? event.section : 'applications');
        const after = (...events: CaseEvent[]) =>
          events.reduce((known, event) => decide(known, event, () => 'x').case, state);
        // Whatever is heard after the end comes too late to change it.
        const going = words.filter((event) => !CASE_MOVES.isFinal(after(event).status));
        for (const a of going)
          for (const b of going)
            if (topicOf(a) < topicOf(b)) expect(visible(after(a, b))).toEqual(visible(after(b, a)));
      }),
      { numRuns: 40 },
    );
  });
});
