import { SECTION_CONTRACTS, CaseErasedV1 } from '@app/contracts';
import { todayInTokyo } from '@app/japan';
import { Outbox } from '@app/messaging';
import type { Clock, Logger, Metrics } from '@app/observability';
import { UnitOfWork, type Tx } from '@app/persistence';
import { KeyStoreUnavailableError, type KeyStore } from '@app/privacy';
import { documentClassOf, dueOn, endedBefore, type RetentionPlan } from '@app/retention';
import { CLOCK, KEY_STORE, LOGGER, RETENTION, SERVICE_RUNTIME } from '@app/service-host';
import { Inject, Injectable } from '@nestjs/common';
import { entombCases, type DestroyedCase } from '../../persistence/entomb-cases.repository.js';
import {
  beginDestroying,
  classify,
  dueCases,
  erasableCases,
  readyErasures,
  unclassifiedCases,
} from '../../persistence/erasure.repository.js';
import { orderErasures } from './order-erasures.js';

/** Cases of one transaction. */
const MOST_AT_ONCE = 200;

/** What a run came to. */
export interface ErasureRun {
  readonly ordered: number;
  readonly erased: number;
}

/**
 * Brings cases whose time is over to their erasure (消去), step by step; each step is one transaction or can be repeated,
 * so that a process may stop anywhere and several may run at once. Keys are destroyed outside of any transaction: before
 * it the state says that nothing can stop it, after it the tombstones and the news of it are written together.
 */
@Injectable()
export class EraseCases {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly outbox: Outbox,
    @Inject(KEY_STORE) private readonly keyStore: KeyStore,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(RETENTION) private readonly plan: RetentionPlan,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(SERVICE_RUNTIME) private readonly runtime: { readonly metrics: Metrics },
  ) {}

  /** One batch of each step. @throws what database or key store throw: the next run goes on where this one stopped */
  async run(): Promise<ErasureRun> {
    await this.classify();
    const ordered = await this.order();
    const destroyed = await this.destroy();
    return { ordered, erased: await this.entomb(destroyed) };
  }

  /** Says of cases that have ended how long they are kept: their class is that of the day on which this is first asked. */
  async classify(): Promise<number> {
    const cases = await this.read((tx) => unclassifiedCases(tx, MOST_AT_ONCE));
    const classes = cases.map(({ caseId, procedures }) => ({
      caseId,
      documentClass: documentClassOf(this.plan, procedures).id,
    }));
    await this.write(
      cases.map(({ caseId }) => caseId),
      (tx) => classify(tx, classes),
    );
    return cases.length;
  }

  /** Asks the sections of cases that are due for their receipts. */
  async order(): Promise<number> {
    const today = this.clock.today();
    let ordered = 0;
    for (const documentClass of this.plan.documents.classes) {
      const ended = new Date(`${endedBefore(documentClass, today)}T00:00:00+09:00`).toISOString();
      const due = await this.read((tx) => dueCases(tx, documentClass.id, ended, MOST_AT_ONCE));
      await this.write(due, async (tx) => {
        const cases = await erasableCases(tx, due);
        const erasures = cases.map(({ caseId, closedAt, sections }) => ({
          ...{ caseId, sections, documentClass: documentClass.id },
          dueOn: dueOn(documentClass, todayInTokyo(closedAt)),
        }));
        await orderErasures(tx, this.outbox, erasures, {
          cause: 'retention',
          orderedBy: 'service:life-events',
          approvalId: null,
          orderedAt: this.clock.now().toISOString(),
        });
      });
      ordered += due.length;
    }
    return ordered;
  }

  /** Destroys the keys of cases of which every section has given its receipt and that nothing holds. */
  async destroy(): Promise<DestroyedCase[]> {
    const ready = await this.read((tx) => readyErasures(tx, MOST_AT_ONCE));
    const begun = await this.write(ready, (tx) => beginDestroying(tx, ready));
    const destroyed: DestroyedCase[] = [];
    for (const caseId of begun ?? []) {
      const keyCount = await this.destroyKeys(caseId);
      if (keyCount !== undefined) destroyed.push({ caseId, keyCount });
    }
    return destroyed;
  }

  /** Undefined where the store refuses this case: one that cannot be erased must not keep the others. */
  private async destroyKeys(caseId: string): Promise<number | undefined> {
    try {
      return await this.keyStore.destroy(caseId);
    } catch (error) {
      if (error instanceof KeyStoreUnavailableError) throw error;
      this.logger.error({ err: error, caseId }, 'The keys of a case could not be destroyed.');
      return undefined;
    }
  }

  /** Leaves tombstones, keeps the record, and tells everybody. */
  async entomb(destroyed: readonly DestroyedCase[]): Promise<number> {
    const at = this.clock.now().toISOString();
    const cases = destroyed.map(({ caseId }) => caseId);
    const entombed = await this.write(cases, async (tx) => {
      const done = await entombCases(tx, destroyed, at);
      for (const { caseId, applicationId, awaited } of done) {
        const about = { key: caseId };
        for (const section of awaited) {
          const { forgetCase } = SECTION_CONTRACTS[section];
          this.outbox.add(tx, forgetCase, { ...about, data: { caseId, erasedAt: at } });
        }
        const data = { caseId, applicationId, erasedAt: at };
        this.outbox.add(tx, CaseErasedV1, { ...about, data });
      }
      return done;
    });
    const count = entombed?.length ?? 0;
    this.runtime.metrics.count('cases_erased', count);
    return count;
  }

  private read<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.uow.run({ role: 'worker', keys: [] }, work);
  }

  private async write<T>(
    cases: readonly string[],
    work: (tx: Tx) => Promise<T>,
  ): Promise<T | undefined> {
    return cases.length === 0 ? undefined : this.uow.run({ role: 'worker', keys: cases }, work);
  }
}
