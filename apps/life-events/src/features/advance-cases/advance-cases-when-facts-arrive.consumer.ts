import { ApplicationCorrectedV1 } from '@app/contracts';
import {
  Consumes,
  Outbox,
  carries,
  decideEach,
  type ChunkHandler,
  type Delivery,
  type DeliveryFailure,
} from '@app/messaging';
import type { Clock } from '@app/observability';
import type { Tx } from '@app/persistence';
import type { KeyStore } from '@app/privacy';
import { CLOCK, KEY_STORE } from '@app/service-host';
import { Inject, Injectable } from '@nestjs/common';
import { publishCase } from '../../cases/publish-case.js';
import { insertFilings } from '../../persistence/filing.repository.js';
import { loadCases, loadCasesWithFilings } from '../../persistence/load-cases.repository.js';
import { saveCases } from '../../persistence/save-cases.repository.js';
import { ChunkOfCases } from './chunk-of-cases.js';
import { prepareChunk, type PreparedChunk } from './prepare-chunk.js';
import { FACTS, reactionTo } from './reactions.js';
import { standingFilings } from './stored-filings.js';

/** One handler for all facts, so that a chunk makes at most one new version, and one snapshot, of each case. */
@Injectable()
@Consumes(...FACTS)
export class AdvanceCasesWhenFactsArrive implements ChunkHandler<PreparedChunk> {
  constructor(
    private readonly outbox: Outbox,
    @Inject(KEY_STORE) private readonly keys: KeyStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  prepare(deliveries: readonly Delivery[]): Promise<PreparedChunk> {
    return prepareChunk(this.keys, deliveries);
  }

  async apply(
    tx: Tx,
    deliveries: readonly Delivery[],
    prepared: PreparedChunk,
  ): Promise<DeliveryFailure[]> {
    const chunk = await this.load(tx, deliveries, prepared);
    const failures = decideEach(deliveries, (delivery) =>
      reactionTo(delivery)(chunk, delivery, prepared),
    );
    const outcomes = chunk.outcomes();
    const changes = outcomes.flatMap(({ change }) => change ?? []);
    await Promise.all([saveCases(tx, changes), insertFilings(tx, chunk.filings)]);
    for (const { work, change } of outcomes)
      publishCase(tx, this.outbox, prepared.keys, work.publication(change));
    return failures;
  }

  private async load(
    tx: Tx,
    deliveries: readonly Delivery[],
    { keys }: PreparedChunk,
  ): Promise<ChunkOfCases> {
    const cases = [...new Set(deliveries.map(({ key }) => key))];
    const corrected = deliveries
      .filter((delivery) => carries(delivery, ApplicationCorrectedV1))
      .map(({ key }) => key);
    const loaded =
      corrected.length === 0
        ? await loadCases(tx, cases)
        : await loadCasesWithFilings(tx, cases, corrected);
    const filed = standingFilings(keys, loaded);
    return new ChunkOfCases(loaded, filed, this.clock.now().toISOString());
  }
}
