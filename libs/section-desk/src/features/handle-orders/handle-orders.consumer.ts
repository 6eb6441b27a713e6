import { SECTION_CONTRACTS, type SectionContracts, type SectionName } from '@app/contracts';
import {
  Consumes,
  carries,
  decideEach,
  type ChunkHandler,
  type Delivery,
  type DeliveryFailure,
  type Outbox,
} from '@app/messaging';
import type { Clock } from '@app/observability';
import type { Tx } from '@app/persistence';
import type { KeyStore } from '@app/privacy';
import { eraseCases } from '../../persistence/erase-cases.repository.js';
import { changeWards } from '../../persistence/change-wards.repository.js';
import { loadTasksOfCases } from '../../persistence/load-tasks.repository.js';
import {
  insertCorrections,
  insertHistory,
  insertParts,
  insertTasks,
  updateOrderedTasks,
} from '../../persistence/write-tasks.repository.js';
import {
  caseErasableData,
  taskChangedData,
  tasksReceivedData,
  withdrawalRefusedData,
} from '../task-events.js';
import { effectsOf, giveReceipt } from './apply-order.decision.js';
import { ChunkPlan, type Answer } from './chunk-plan.js';

export interface HandleOrdersParts {
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly keys: Pick<KeyStore, 'open' | 'forget'>;
}

/** Does what life-events orders, and answers each change: that is how a case knows that the section has its tasks. */
export class HandleOrders implements ChunkHandler<ReadonlySet<string>> {
  private readonly effects: ReturnType<typeof effectsOf>;

  constructor(
    private readonly section: SectionName,
    private readonly contracts: SectionContracts,
    private readonly parts: HandleOrdersParts,
  ) {
    this.effects = effectsOf(contracts);
  }

  /**
   * Cases of which the chunk orders the erasure and whose keys are destroyed already. A new reader hears the order again, but
   * never what officers did, so its tasks seem not to have ended; and what a backup brought back is to go once more. Nothing
   * can become of such a case, so the receipt is given. Costs nothing where no erasure is ordered.
   */
  async prepare(deliveries: readonly Delivery[]): Promise<ReadonlySet<string>> {
    const ordered = deliveries
      .filter((delivery) => carries(delivery, this.contracts.eraseCase))
      .map(({ key }) => key);
    if (ordered.length === 0) return new Set();
    const pair = { writer: 'life-events', reader: this.section } as const;
    const keys = await this.parts.keys.open(
      ordered.map((caseId) => ({ caseId, ...pair })),
      'event',
    );
    return new Set(ordered.filter((caseId) => keys.isErased(caseId)));
  }

  async apply(
    tx: Tx,
    deliveries: readonly Delivery[],
    erased: ReadonlySet<string>,
  ): Promise<DeliveryFailure[]> {
    const at = this.parts.clock.now();
    const cases = [...new Set(deliveries.map(({ key }) => key))];
    const plan = new ChunkPlan(await loadTasksOfCases(tx, cases));
    const failures = decideEach(deliveries, (delivery) => {
      const effect = this.effects.get(delivery.contract.type);
      if (erased.has(delivery.key) && carries(delivery, this.contracts.eraseCase))
        return giveReceipt(plan, delivery, at);
      if (effect === undefined) throw new Error(`No effect for ${delivery.contract.type}.`);
      effect(plan, delivery as Delivery<never>, at);
    });
    await write(tx, plan);
    tx.afterCommit(() => {
      for (const caseId of plan.erasures.keys()) this.parts.keys.forget(caseId);
    });
    for (const answer of plan.answers) this.say(tx, answer);
    return failures;
  }

  private say(tx: Tx, answer: Answer): void {
    const { traceparent } = answer;
    const about = { key: caseOf(answer), ...(traceparent && { traceparent }) };
    const { outbox } = this.parts;
    switch (answer.kind) {
      case 'tasks-received': {
        const data = tasksReceivedData(answer.tasks, answer.at);
        outbox.add(tx, this.contracts.tasksReceived, { ...about, data });
        return;
      }
      case 'task-changed':
        outbox.add(tx, this.contracts.taskChanged, {
          ...about,
          data: taskChangedData(answer.task),
        });
        return;
      case 'withdrawal-refused': {
        const data = withdrawalRefusedData(answer.task, answer.at);
        outbox.add(tx, this.contracts.withdrawalRefused, { ...about, data });
        return;
      }
      case 'case-erasable':
        outbox.add(tx, this.contracts.caseErasable, { ...about, data: caseErasableData(answer) });
        return;
      default:
        return answer satisfies never;
    }
  }
}

function caseOf(answer: Answer): string {
  if (answer.kind === 'case-erasable') return answer.caseId;
  return answer.kind === 'tasks-received' ? answer.tasks[0]!.caseId : answer.task.caseId;
}

async function write(tx: Tx, plan: ChunkPlan): Promise<void> {
  // In this order, in one round trip.
  await Promise.all([
    insertParts(tx, plan.parts),
    insertTasks(tx, plan.newTasks()),
    updateOrderedTasks(tx, plan.changedTasks()),
    insertCorrections(tx, plan.corrections),
    insertHistory(tx, plan.history),
    eraseCases(tx, plan.erasures),
  ]);
  await changeWards(tx, plan.wards);
}

/** The consumer of one section's task topic. */
export function handleOrders(section: SectionName, parts: HandleOrdersParts): HandleOrders {
  const contracts = SECTION_CONTRACTS[section];
  const { openTasks, releaseTask, holdTask, supplyCorrection, withdrawTask } = contracts;
  const { changeWard, eraseCase, forgetCase } = contracts;
  const ofTasks = [openTasks, releaseTask, holdTask, supplyCorrection, withdrawTask];
  @Consumes(...ofTasks, changeWard, eraseCase, forgetCase)
  class HandleOrdersOfSection extends HandleOrders {}
  return new HandleOrdersOfSection(section, contracts, parts);
}
