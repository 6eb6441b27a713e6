import { CaseErasedV1, type CaseErasedData } from '@app/contracts';
import { Consumes, type ChunkHandler, type Delivery } from '@app/messaging';
import type { Tx } from '@app/persistence';
import type { KeyStore } from '@app/privacy';
import { KEY_STORE } from '@app/service-host';
import { Inject, Injectable } from '@nestjs/common';
import { eraseAccesses } from '../../accesses/case-access.repository.js';
import {
  applicationsOf,
  eraseApplications,
  eraseStatuses,
} from '../../persistence/erase-applications.repository.js';
import { ErasedApplications } from './erased-applications.js';

/** The keys of the case are destroyed: what is left here in clear goes as well, and a tombstone stays. */
@Injectable()
@Consumes(CaseErasedV1)
export class EraseApplicationWhenCaseErasedConsumer implements ChunkHandler {
  constructor(
    private readonly erased: ErasedApplications,
    @Inject(KEY_STORE) private readonly keys: KeyStore,
  ) {}

  async apply(tx: Tx, deliveries: readonly Delivery[]): Promise<void> {
    const facts = deliveries.map(({ data }) => data as CaseErasedData);
    const at = new Map(facts.map(({ caseId, erasedAt }) => [caseId, erasedAt]));
    const found = await applicationsOf(tx, [...at.keys()]);
    const tombstones = await Promise.all(
      found.map(async (application) => ({
        ...application,
        owner: await this.erased.ownerDigest(application.id, application.subject),
        erasedAt: at.get(application.caseId)!,
      })),
    );
    await Promise.all([
      eraseApplications(tx, tombstones),
      eraseAccesses(tx, [...at.keys()]),
      eraseStatuses(
        tx,
        facts.map(({ applicationId }) => applicationId),
      ),
    ]);
    tx.afterCommit(() => {
      for (const caseId of at.keys()) this.keys.forget(caseId);
    });
  }
}
