import type {
  EraseCaseData,
  ChangeWardData,
  HoldTaskData,
  OpenTasksData,
  OpenedTask,
  SectionCaseErasedData,
  SectionContracts,
  SupplyCorrectionData,
  TaskOrderData,
  TaskPlan,
} from '@app/contracts';
import type { Delivery } from '@app/messaging';
import { decideOrder, type TaskOrder } from '../../domain/order.decision.js';
import { isFinal, move, openedTask } from '../../domain/task.js';
import type { TaskRecord } from '../../persistence/task-record.js';
import type { ReceivedPart } from '../../persistence/write-tasks.repository.js';
import type { ChunkPlan } from './chunk-plan.js';
import { OrderError } from './order.error.js';

/** @throws OrderError when the command came without what makes it a whole. */
function partOf(delivery: Delivery, ward: string, at: Date): ReceivedPart {
  const { key: caseId, sequence, sealed: jwe } = delivery;
  if (jwe === undefined) throw new OrderError('sealed-part-missing', delivery.id);
  return { caseId, sequence, type: delivery.contract.type, ward, jwe, receivedAt: at };
}

function recordOf(
  { data, sequence }: Delivery<OpenTasksData>,
  { persons, requirement, filing, visitRequired, visitBasis, ...opened }: OpenedTask,
  at: Date,
): TaskRecord {
  const { applicationId, reference, lifeEvent, ruleSet, submittedAt } = data;
  const { ruleId, deadline, deadlineRule, noLossDeadline, waitsFor } = opened;
  return {
    ...openedTask(data, opened),
    ...{ applicationId, reference, lifeEvent, ruleSet, ruleId, deadline, deadlineRule },
    ...{ noLossDeadline, waitsFor, persons, requirement, filing, visitRequired, visitBasis },
    submittedAt: new Date(submittedAt),
    openedBy: sequence,
    receivedAt: at,
    changedAt: at,
    erasedAt: null,
  };
}

/** One task per (case, procedure): what is there already is left as it is, under another id it is a contradiction. */
function openTasks(plan: ChunkPlan, delivery: Delivery<OpenTasksData>, at: Date): void {
  const { caseId, ward, tasks } = delivery.data;
  const fresh = tasks.filter(({ taskId, procedureId }) => {
    const known = plan.taskIdOf(caseId, procedureId);
    if (known !== undefined && known !== taskId)
      throw new OrderError('task-opened-otherwise', `${procedureId} of case ${caseId}`);
    return known === undefined;
  });
  if (fresh.length === 0) return;
  plan.parts.push(partOf(delivery, ward, at));
  plan.open(
    fresh.map((opened) => recordOf(delivery, opened, at)),
    at,
    delivery.traceparent,
  );
}

/** An unknown task may be opened by a record that an operator has yet to let through: worth trying again. */
function taskOf(plan: ChunkPlan, { caseId, taskId }: TaskOrderData): TaskRecord {
  const task = plan.find(taskId);
  if (task?.caseId !== caseId) throw new OrderError('task-unknown', `${taskId} of ${caseId}`, true);
  return task;
}

/** @param replanned what the order makes of the task's plan; it counts only where the order changes the task */
function order(
  plan: ChunkPlan,
  delivery: Delivery<TaskOrderData>,
  given: TaskOrder,
  at: Date,
  replanned: Partial<TaskPlan> = {},
): void {
  const task = { ...taskOf(plan, delivery.data), ...replanned };
  const outcome = decideOrder(task, given);
  const { traceparent } = delivery;
  switch (outcome.kind) {
    case 'changed':
      return plan.change(task, outcome.task, given.kind, at, traceparent);
    case 'withdrawal-refused':
      plan.answers.push({ kind: outcome.kind, task, at, ...(traceparent && { traceparent }) });
      return;
    case 'unchanged':
      return;
    default:
      return outcome satisfies never;
  }
}

/**
 * What the citizen answered is kept even where it can change nothing any more; a task that has ended stays on the plan
 * on which it was decided.
 */
function correct(plan: ChunkPlan, delivery: Delivery<SupplyCorrectionData>, at: Date): void {
  const { correctionId: id, items, taskId, caseId, plan: replanned } = delivery.data;
  const { ward } = taskOf(plan, delivery.data);
  if (plan.hasCorrection(taskId, id)) return;
  const part = partOf(delivery, ward, at);
  order(plan, delivery, { kind: 'correct', items }, at, replanned);
  const { version } = taskOf(plan, delivery.data);
  const { sequence } = delivery;
  plan.correct({ id, taskId, caseId, ward, sequence, items, version, receivedAt: at }, part);
}

/**
 * The order comes behind everything else that was said about the case, so whoever answers it has applied all that. A case
 * of which the section has nothing is erasable as well.
 */
function eraseCase(plan: ChunkPlan, delivery: Delivery<EraseCaseData>, at: Date): void {
  const { caseId } = delivery.data;
  const open = plan.tasksOf(caseId).find((task) => !isFinal(task));
  if (open !== undefined && !plan.isErased(caseId))
    throw new OrderError('task-not-ended', `${open.taskId} of ${caseId}`, true);
  giveReceipt(plan, delivery, at);
}

/** Whatever of the case may be left here: it is not needed. */
export function giveReceipt(plan: ChunkPlan, delivery: Delivery<EraseCaseData>, at: Date): void {
  const { data, traceparent } = delivery;
  const answer = { kind: 'case-erasable', caseId: data.caseId, at } as const;
  plan.answers.push({ ...answer, ...(traceparent && { traceparent }) });
}

function forgetCase(plan: ChunkPlan, { data }: Delivery<SectionCaseErasedData>): void {
  plan.erase(data.caseId, data.erasedAt);
}

/** It says who may see the tasks, and who held one may not any more: the claim is given back. No other state changes. */
function changeWard(plan: ChunkPlan, delivery: Delivery<ChangeWardData>, at: Date): void {
  const { caseId, ward } = delivery.data;
  plan.changeWard(caseId, ward);
  const claimed = plan.tasksOf(caseId).filter(({ status }) => status === 'IN_REVIEW');
  for (const task of claimed)
    plan.change(task, move(task, 'RECEIVED'), 'release', at, delivery.traceparent);
}

type Apply = (plan: ChunkPlan, delivery: Delivery<never>, at: Date) => void;

/** Each command's effect by its type. An effect either happens as a whole or throws before it changed the plan. */
export function effectsOf(contracts: SectionContracts): ReadonlyMap<string, Apply> {
  const simple =
    (kind: 'release' | 'withdraw'): Apply =>
    (plan, delivery, at) =>
      order(plan, delivery, { kind }, at);
  const hold = (plan: ChunkPlan, delivery: Delivery<HoldTaskData>, at: Date): void =>
    order(plan, delivery, { kind: 'hold', reason: delivery.data.reason }, at);
  const unlessErased =
    (effect: Apply): Apply =>
    (plan, delivery, at) =>
      plan.isErased(delivery.key) ? undefined : effect(plan, delivery, at);
  return new Map<string, Apply>([
    [contracts.openTasks.type, unlessErased(openTasks)],
    [contracts.releaseTask.type, unlessErased(simple('release'))],
    [contracts.withdrawTask.type, unlessErased(simple('withdraw'))],
    [contracts.holdTask.type, unlessErased(hold)],
    [contracts.supplyCorrection.type, unlessErased(correct)],
    [contracts.eraseCase.type, eraseCase],
    [contracts.forgetCase.type, forgetCase],
    [contracts.changeWard.type, unlessErased(changeWard)],
  ]);
}
