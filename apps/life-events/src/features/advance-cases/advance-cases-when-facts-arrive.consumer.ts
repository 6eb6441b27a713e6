import { AccessRecorder, type Accessor } from '@app/audit';
import { ApplicationCorrectedV1, PROTECTED_WARD } from '@app/contracts';
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
import { PersonIndex, indexesOfPersons, type KeyStore } from '@app/privacy';
import { CLOCK, KEY_STORE } from '@app/service-host';
import { Inject, Injectable } from '@nestjs/common';
import type { CaseWork } from '../../cases/case-work.js';
import { publishCase } from '../../cases/publish-case.js';
import { insertFilings } from '../../persistence/filing.repository.js';
import { loadCases, loadCasesWithFilings } from '../../persistence/load-cases.repository.js';
import {
  protectedIndexes,
  readProtectionsTogether,
} from '../../persistence/protection.repository.js';
import { saveCases } from '../../persistence/save-cases.repository.js';
import { ChunkOfCases } from './chunk-of-cases.js';
import { prepareChunk, type PreparedChunk } from './prepare-chunk.js';
import { FACTS, reactionTo } from './reactions.js';
import { standingFilings } from './stored-filings.js';

/** Opens what was filed in order to say what follows from it; nobody looks. */
const DETERMINATION: Accessor = {
  actor: 'service:life-events',
  role: 'service',
  section: null,
  wards: [],
  purpose: 'own-procedure',
  action: 'case.advance',
  requestId: null,
};

/** One row per case of which a sealed part was opened, however many of them the chunk holds. */
const openedIn = (deliveries: readonly Delivery[]) =>
  [...new Set(deliveries.filter(({ sealed }) => sealed !== undefined).map(({ key }) => key))].map(
    (caseId) => ({ caseId, dataKinds: ['identity', 'facts', 'words'] as const }),
  );

/** One handler for all facts, so that a chunk makes at most one new version, and one snapshot, of each case. */
@Injectable()
@Consumes(...FACTS)
export class AdvanceCasesWhenFactsArrive implements ChunkHandler<PreparedChunk> {
  constructor(
    private readonly outbox: Outbox,
    private readonly persons: PersonIndex,
    private readonly accesses: AccessRecorder,
    @Inject(KEY_STORE) private readonly keys: KeyStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  prepare(deliveries: readonly Delivery[]): Promise<PreparedChunk> {
    return prepareChunk(this.keys, deliveries, ({ identities, request, applicant }) =>
      indexesOfPersons(this.persons, identities, request.householdFacts.persons, applicant),
    );
  }

  async apply(
    tx: Tx,
    deliveries: readonly Delivery[],
    prepared: PreparedChunk,
  ): Promise<DeliveryFailure[]> {
    const chunk = await this.load(tx, deliveries, prepared);
    // Of an erased case nothing can come about any more; a replay brings what was said before all the same.
    const alive = deliveries.filter(
      ({ key }) => !chunk.isErased(key) && !prepared.keys.isErased(key),
    );
    const failures = decideEach(alive, (delivery) =>
      reactionTo(delivery)(chunk, delivery, prepared),
    );
    await protectCorrected(tx, chunk);
    this.accesses.byMachine(tx, DETERMINATION, openedIn(deliveries));
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
    prepared: PreparedChunk,
  ): Promise<ChunkOfCases> {
    const cases = [...new Set(deliveries.map(({ key }) => key))];
    const corrected = deliveries
      .filter((delivery) => carries(delivery, ApplicationCorrectedV1))
      .map(({ key }) => key);
    const personIndex = prepared.personIndex();
    const reads = personIndex.length > 0 || corrected.length > 0;
    // In this order, in one round trip.
    const [, hits, loaded] = await Promise.all([
      reads && readProtectionsTogether(tx),
      personIndex.length > 0 ? protectedIndexes(tx, personIndex) : new Set<number>(),
      corrected.length === 0 ? loadCases(tx, cases) : loadCasesWithFilings(tx, cases, corrected),
    ]);
    const filed = standingFilings(prepared.keys, loaded);
    return new ChunkOfCases(loaded, filed, hits, this.clock.now().toISOString());
  }
}

/** A correction may bring in somebody who is protected. */
async function protectCorrected(tx: Tx, chunk: ChunkOfCases): Promise<void> {
  const works = chunk.namingOthers();
  if (works.length === 0) return;
  const indexOf = ({ state }: CaseWork): readonly number[] => state?.personIndex ?? [];
  const hits = await protectedIndexes(tx, works.flatMap(indexOf));
  for (const work of works)
    if (indexOf(work).some((each) => hits.has(each)))
      work.react({ kind: 'ward-changed', ward: PROTECTED_WARD }, {});
}
