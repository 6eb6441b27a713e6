import type { SnapshotReferral } from '@app/contracts';
import { isEnded, taskOf, type Case, type CaseTask, type PlannedTask } from './case.js';
import type { CaseCorrected } from './case-event.js';
import { ContradictionError } from './contradiction.error.js';
import { newTask, openingOrders } from './new-task.js';
import type { Decision, Order } from './order.js';
import { referralOf, type CasePlan } from './plan-case.decision.js';
import { isSamePlan } from './task-plan.js';

const isGone = (task: CaseTask): boolean =>
  task.status === 'WITHDRAWN' || (task.withdrawReason === 'superseded' && !task.withdrawalRefused);

/** While the citizen withdraws, and after the end, nothing new begins; answers still reach who asked. */
const takesNewFacts = (state: Case): boolean =>
  !['WITHDRAWING', 'WITHDRAWN', 'CLOSED'].includes(state.status);

function answersByTask(state: Case, { answered }: CaseCorrected): Map<string, Set<string>> {
  const items = new Map<string, Set<string>>();
  for (const answer of answered) {
    if (taskOf(state, answer.taskId) === undefined)
      throw new ContradictionError('task-unknown', answer.taskId);
    const known = items.get(answer.taskId) ?? new Set();
    items.set(answer.taskId, new Set([...known, ...answer.items]));
  }
  return items;
}

/** What is handed to the tasks that the case had before, as `after` has them now. */
function supplies(before: Case, after: Case, correction: CaseCorrected): Order[] {
  const items = answersByTask(before, correction);
  const changedFacts = correction.replanned?.changedFacts ?? new Set();
  return after.tasks.flatMap((task): Order[] => {
    const earlier = taskOf(before, task.taskId);
    if (earlier === undefined || isEnded(task) || isGone(task)) return [];
    // The same case: nothing was determined again, whatever the correction brought.
    const withFacts = after !== before && changedFacts.has(task.procedureId);
    const withPlan = withFacts || !isSamePlan(earlier, task);
    if (!items.has(task.taskId) && !withPlan) return [];
    const { correctionId } = correction;
    const answered = [...(items.get(task.taskId) ?? [])];
    return [
      { kind: 'supply-correction', task, correctionId, items: answered, withFacts, withPlan },
    ];
  });
}

function superseded(task: CaseTask): { task: CaseTask; orders: Order[] } {
  if (isEnded(task) || task.status === 'DECIDED' || task.withdrawReason !== null)
    return { task, orders: [] };
  if (task.status === 'RECEIVED' || task.status === 'WAITING_PREDECESSOR') {
    const asked: CaseTask = { ...task, held: null, withdrawReason: 'superseded' };
    return { task: asked, orders: [{ kind: 'withdraw-task', task: asked, reason: 'superseded' }] };
  }
  if (task.held !== null) return { task, orders: [] };
  const held: CaseTask = { ...task, held: 'superseded' };
  return { task: held, orders: [{ kind: 'hold-task', task: held, reason: 'superseded' }] };
}

interface Kept {
  tasks: CaseTask[];
  orders: Order[];
  /** Required again after its task was withdrawn: there is one task per procedure, so the counter takes it. */
  again: SnapshotReferral[];
}

/** Whose task it is and whether something is delivered stay as the section was told when it was opened. */
const replannedTask = (task: CaseTask, wanted: PlannedTask): CaseTask => ({
  ...task,
  ...wanted,
  section: task.section,
  delivers: task.delivers,
});

function keepKnown(state: Case, plan: CasePlan): Kept {
  const planned = new Map(plan.tasks.map((task) => [task.procedureId, task]));
  const kept: Kept = { tasks: [], orders: [], again: [] };
  for (const task of state.tasks) {
    const wanted = planned.get(task.procedureId);
    if (wanted !== undefined && isGone(task)) kept.again.push(referralOf(wanted));
    if (wanted !== undefined && !isGone(task)) {
      kept.tasks.push(isEnded(task) ? task : replannedTask(task, wanted));
    } else if (plan.maybe.includes(task.procedureId)) {
      kept.tasks.push(task);
    } else {
      const step = superseded(task);
      kept.tasks.push(step.task);
      kept.orders.push(...step.orders);
    }
  }
  return kept;
}

function replan(state: Case, plan: CasePlan, newId: () => string): Decision {
  const { tasks: planned, ...others } = plan;
  const kept = keepKnown(state, plan);
  const known = new Set(kept.tasks.map(({ procedureId }) => procedureId));
  const gone = new Set(kept.tasks.filter(isGone).map(({ procedureId }) => procedureId));
  const blocking = <T extends PlannedTask>(task: T): T => ({
    ...task,
    dependsOn: task.dependsOn.filter((procedureId) => !gone.has(procedureId)),
  });
  const planIds = new Set(planned.map(({ procedureId }) => procedureId));
  const settled = kept.tasks.map((task) => (planIds.has(task.procedureId) ? blocking(task) : task));
  const fresh = planned
    .filter(({ procedureId }) => !known.has(procedureId))
    .map((task) => newTask(blocking(task), newId(), settled));
  const tasks = [...settled, ...fresh];
  return {
    case: {
      ...state,
      ...others,
      ruleSet: state.ruleSet,
      referrals: [...others.referrals, ...kept.again],
      tasks,
    },
    orders: [...kept.orders, ...openingOrders(fresh, tasks)],
  };
}

/**
 * A correction (補正): answers go to the tasks that asked; with changed facts the case is made of what the same rules
 * now say, and every section hears what changed for its tasks; an ended task stays as it was decided. New procedures
 * open tasks, unneeded ones that nobody works on are withdrawn, the others wait for an officer.
 */
export function correctCase(
  before: Case,
  correction: CaseCorrected,
  newId: () => string,
): Decision {
  const { replanned, personIndex } = correction;
  const state = personIndex === undefined ? before : { ...before, personIndex };
  if (replanned === undefined || !takesNewFacts(state))
    return { case: state, orders: supplies(state, state, correction) };
  const next = replan(state, replanned.plan, newId);
  return {
    case: next.case,
    orders: [...supplies(state, next.case, correction), ...next.orders],
  };
}
