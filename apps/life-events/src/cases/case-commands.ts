import {
  SECTION_CONTRACTS,
  type Answer,
  type EventContract,
  type OpenedTask,
  type OpenTasksData,
  type SectionContracts,
  type SupplyCorrectionData,
} from '@app/contracts';
import type { Case, CaseTask } from '../domain/case.js';
import type { OpenedTaskOrder, Order } from '../domain/order.js';
import { taskPlan } from '../domain/task-plan.js';
import type { FiledContent } from './filed-content.js';
import { factsForTask, factsForTasks } from './section-facts.js';

/** A command as it will be written: what is in clear, and what is still to be sealed. */
export interface Command {
  readonly contract: EventContract;
  readonly data: object;
  readonly sealed?: object;
}

/** What orders may draw on beside the case; absent where an event brings nothing personal. */
export interface CommandSource {
  readonly filed?: FiledContent;
  readonly answers?: readonly Answer[];
}

const contractsFor = ({ section }: CaseTask): SectionContracts => SECTION_CONTRACTS[section];

/** Keeps contract, data and personal part of one kind together. */
const command = <Data extends object, Sealed>(
  contract: EventContract<Data, Sealed>,
  data: Data,
  sealed?: Sealed & object,
): Command => ({ contract, data, ...(sealed && { sealed }) });

function filedOf({ filed }: CommandSource): FiledContent {
  if (filed === undefined) throw new Error('This order needs the filing, and nobody opened it.');
  return filed;
}

const openedTask = ({ task, waitsFor }: OpenedTaskOrder): OpenedTask => ({
  taskId: task.taskId,
  procedureId: task.procedureId,
  ...taskPlan(task),
  waitsFor: [...waitsFor],
  delivers: task.delivers,
});

function openTasks(
  state: Case,
  opened: readonly OpenedTaskOrder[],
  source: CommandSource,
): Command {
  const { caseId, applicationId, reference, ward, lifeEvent, ruleSet, submittedAt } = state;
  const [first] = opened;
  if (first === undefined) throw new Error('There is nothing to open.');
  const data: OpenTasksData = {
    ...{ caseId, applicationId, reference, ward, lifeEvent, ruleSet, submittedAt },
    tasks: opened.map(openedTask),
  };
  const tasks = opened.map(({ task }) => task);
  return command(contractsFor(first.task).openTasks, data, factsForTasks(filedOf(source), tasks));
}

type SupplyCorrection = Extract<Order, { kind: 'supply-correction' }>;

function supplyCorrection(caseId: string, order: SupplyCorrection, source: CommandSource): Command {
  const { task, correctionId, items, withFacts, withPlan } = order;
  const data: SupplyCorrectionData = {
    ...{ caseId, taskId: task.taskId, correctionId, items: [...items] },
    ...(withPlan && { plan: taskPlan(task) }),
  };
  const answers = (source.answers ?? [])
    .filter(({ taskId }) => taskId === task.taskId)
    .map(({ item, value }) => ({ item, value }));
  const facts = withFacts ? factsForTask(filedOf(source), task) : {};
  return command(contractsFor(task).supplyCorrection, data, { answers, ...facts });
}

/**
 * Puts an order into the section's words.
 * @throws UnknownProcedureError when the catalogue lost a procedure of the case's pinned rules
 */
export function commandOf(state: Case, order: Order, source: CommandSource): Command {
  const { caseId } = state;
  switch (order.kind) {
    case 'open-tasks':
      return openTasks(state, order.tasks, source);
    case 'release-task':
      return command(contractsFor(order.task).releaseTask, { caseId, taskId: order.task.taskId });
    case 'hold-task': {
      const { task, reason } = order;
      return command(contractsFor(task).holdTask, { caseId, taskId: task.taskId, reason });
    }
    case 'withdraw-task': {
      const { task, reason } = order;
      return command(contractsFor(task).withdrawTask, { caseId, taskId: task.taskId, reason });
    }
    case 'change-ward': {
      const { section, ward } = order;
      return command(SECTION_CONTRACTS[section].changeWard, { caseId, ward });
    }
    case 'supply-correction':
      return supplyCorrection(caseId, order, source);
    default:
      return order satisfies never;
  }
}
