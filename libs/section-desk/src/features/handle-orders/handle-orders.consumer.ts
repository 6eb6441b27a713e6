import { SECTION_CONTRACTS, type SectionContracts, type SectionName } from '@app/contracts';
import {
  Consumes,
  decideEach,
  type ChunkHandler,
  type Delivery,
  type DeliveryFailure,
  type Outbox,
} from '@app/messaging';
import type { Clock } from '@app/observability';
import type { Tx } from '@app/persistence';
import { loadTasksOfCases } from '../../persistence/load-tasks.repository.js';
import {
  insertCorrections,
  insertHistory,
  insertParts,
  insertTasks,
  updateOrderedTasks,
} from '../../persistence/write-tasks.repository.js';
import { taskChangedData, withdrawalRefusedData } from '../task-events.js';
import { effectsOf } from './apply-order.decision.js';
import { ChunkPlan, type Answer } from './chunk-plan.js';

export interface HandleOrdersParts {
  readonly outbox: Outbox;
  readonly clock: Clock;
}

/** Does what life-events orders, and answers each change: that is how a case knows that the section has its tasks. */
class HandleOrders implements ChunkHandler {
  private readonly effects: ReturnType<typeof effectsOf>;

  constructor(
    private readonly contracts: SectionContracts,
    private readonly parts: HandleOrdersParts,
  ) {
    this.effects = effectsOf(contracts);
  }

  async apply(tx: Tx, deliveries: readonly Delivery[]): Promise<DeliveryFailure[]> {
    const at = this.parts.clock.now();
    const cases = [...new Set(deliveries.map(({ key }) => key))];
    const plan = new ChunkPlan(await loadTasksOfCases(tx, cases));
    const failures = decideEach(deliveries, (delivery) => {
      const effect = this.effects.get(delivery.contract.type);
      if (effect === undefined) throw new Error(`No effect for ${delivery.contract.type}.`);
      effect(plan, delivery as Delivery<never>, at);
    });
    await write(tx, plan);
    for (const answer of plan.answers) this.say(tx, answer);
    return failures;
  }

  private say(tx: Tx, answer: Answer): void {
    const { task, traceparent } = answer;
    const about = { key: task.caseId, ...(traceparent && { traceparent }) };
    const { outbox } = this.parts;
    switch (answer.kind) {
      case 'task-changed':
        outbox.add(tx, this.contracts.taskChanged, { ...about, data: taskChangedData(task) });
        return;
      case 'withdrawal-refused': {
        const data = withdrawalRefusedData(task, answer.at);
        outbox.add(tx, this.contracts.withdrawalRefused, { ...about, data });
        return;
      }
      default:
        return answer satisfies never;
    }
  }
}

async function write(tx: Tx, plan: ChunkPlan): Promise<void> {
  // In this order, in one round trip.
  await Promise.all([
    insertParts(tx, plan.parts),
    insertTasks(tx, plan.newTasks()),
    updateOrderedTasks(tx, plan.changedTasks()),
    insertCorrections(tx, plan.corrections),
    insertHistory(tx, plan.history),
  ]);
}

/** The consumer of one section's task topic. */
export function handleOrders(section: SectionName, parts: HandleOrdersParts): ChunkHandler {
  const contracts = SECTION_CONTRACTS[section];
  const { openTasks, releaseTask, holdTask, supplyCorrection, withdrawTask } = contracts;
  @Consumes(openTasks, releaseTask, holdTask, supplyCorrection, withdrawTask)
  class HandleOrdersOfSection extends HandleOrders {}
  return new HandleOrdersOfSection(contracts, parts);
}
