import { SECTIONS, type SectionName } from '@app/contracts';
import { LocalEventLog, Outbox } from '@app/messaging';
import { createLogger } from '@app/observability';
import type { KeyStore } from '@app/privacy';
import { DEFAULT_RETENTION } from '@app/retention';
import { createProcessParts } from '@app/service-host';
import { EraseCases } from '../features/erase-cases/erase-cases.service.js';
import { NoteReceiptsWhenSectionsAreDoneConsumer } from '../features/erase-cases/note-receipts-when-sections-are-done.consumer.js';
import type { CasesUnderTest } from './cases-under-test.js';
import { fictionalFiling, type Neighbours } from './neighbours.js';

/** Cases that have ended, what their sections answer, and the process that erases them. */
export class ErasuresUnderTest {
  constructor(private readonly cases: CasesUnderTest) {}

  /** Another process of life-events, that has seen nothing yet. */
  process(keyStore: KeyStore = this.cases.keyStores.of('life-events')): EraseCases {
    const { clock, database } = this.cases;
    const outbox = new Outbox({ service: 'life-events', clock });
    const stopping = new AbortController().signal;
    const parts = createProcessParts({
      ...{ name: 'life-events', eventLog: new LocalEventLog(), clock, stopping },
    });
    const log = createLogger('life-events');
    return new EraseCases(database.uow, outbox, keyStore, clock, DEFAULT_RETENTION, log, parts);
  }

  /** A case whose sections have decided everything; what a rejected notification holds ends with it. */
  async ended(): Promise<Neighbours> {
    const others = this.cases.newCase();
    await this.cases.apply(await others.submit(fictionalFiling('move-in')));
    for (const { type, data } of await this.cases.said(others.caseId)) {
      const [section, verb] = type.split('.') as [SectionName, string];
      if (verb !== 'open-tasks') continue;
      const { tasks } = data as { tasks: { taskId: string; procedureId: string }[] };
      for (const task of tasks)
        for (const status of ['RECEIVED', 'IN_REVIEW', 'REJECTED'] as const)
          await this.cases.apply(await others.task(section, task, status));
    }
    return others;
  }

  async sectionsOf(caseId: string): Promise<SectionName[]> {
    const said = await this.cases.said(caseId);
    return SECTIONS.filter((section) => said.some(({ type }) => type === `${section}.open-tasks`));
  }

  async giveReceipts(others: Neighbours, from?: readonly SectionName[]): Promise<void> {
    const consumer = new NoteReceiptsWhenSectionsAreDoneConsumer();
    for (const section of from ?? (await this.sectionsOf(others.caseId))) {
      const receipt = await others.receipt(section);
      await this.cases.database.uow.run({ role: 'worker', keys: [others.caseId] }, (tx) =>
        consumer.apply(tx, [receipt]),
      );
    }
  }
}
