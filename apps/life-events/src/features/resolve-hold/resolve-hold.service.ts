import { AccessRecorder } from '@app/audit';
import type { Access } from '@app/auth';
import { Outbox } from '@app/messaging';
import { Problem, type Clock } from '@app/observability';
import { UnitOfWork, type Tx } from '@app/persistence';
import { requireKey, sealPart, type CaseKeys, type KeyStore } from '@app/privacy';
import { CLOCK, KEY_STORE } from '@app/service-host';
import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuidV7 } from 'uuid';
import { citizenPair, fetchKeys, noteRefs, ownPair } from '../../cases/case-keys.js';
import { CaseWork } from '../../cases/case-work.js';
import { publishCase } from '../../cases/publish-case.js';
import { NothingToResolveError } from '../../domain/resolve-hold.decision.js';
import type { VersionedCase } from '../../domain/versioned-case.js';
import { loadCases } from '../../persistence/load-cases.repository.js';
import { insertResolution } from '../../persistence/resolution.repository.js';
import { saveCases, type CaseChange } from '../../persistence/save-cases.repository.js';
import { requireVersion } from '../case-version.js';
import { sightOf } from '../sight.js';
import { ReadCaseService } from '../read-case/read-case.service.js';
import type { ResolveHoldDto } from './resolve-hold.dto.js';

/** The type in the header of a sealed reason: it never leaves this service. */
const REASON = 'madoguchi.life-events.resolution-reason';

export interface Resolution {
  readonly caseId: string;
  readonly expectedVersion: number | null;
  readonly access: Access;
  readonly body: ResolveHoldDto;
}

/** A supervisor's decision about a held task, with who and why. */
@Injectable()
export class ResolveHoldService {
  constructor(
    private readonly cases: ReadCaseService,
    private readonly uow: UnitOfWork,
    private readonly outbox: Outbox,
    private readonly accesses: AccessRecorder,
    @Inject(KEY_STORE) private readonly keyStore: KeyStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws Problem `not-found`, `version-changed`, `nothing-to-resolve` */
  async resolve(resolution: Resolution): Promise<VersionedCase> {
    const { caseId, access, expectedVersion } = resolution;
    // Keys are made only for a case that is there, and before the transaction.
    requireVersion(await this.cases.find(caseId, access), expectedVersion);
    const keys = await fetchKeys(
      this.keyStore,
      [citizenPair(caseId), ownPair(caseId)],
      noteRefs(caseId),
      'case-work',
    );
    return this.uow.run({ ...sightOf(access), keys: [caseId] }, (tx) =>
      this.apply(tx, keys, resolution),
    );
  }

  private async apply(tx: Tx, keys: CaseKeys, resolution: Resolution): Promise<VersionedCase> {
    const { caseId, expectedVersion, body } = resolution;
    const [loaded] = await loadCases(tx, [caseId]);
    if (loaded === undefined) throw new Problem('not-found');
    requireVersion(loaded.stored, expectedVersion);
    const work = new CaseWork(caseId, loaded.stored);
    const change = this.decide(work, body);
    await saveCases(tx, [change]);
    this.accesses.granted(tx, { caseId, recordId: caseId });
    await this.keep(tx, keys, resolution, change.after);
    publishCase(tx, this.outbox, keys, work.publication(change));
    return change.after;
  }

  private decide(work: CaseWork, { taskId, decision }: ResolveHoldDto): CaseChange {
    try {
      work.react({ kind: 'hold-resolved', taskId, decision }, {});
    } catch (error) {
      if (error instanceof NothingToResolveError) throw new Problem('nothing-to-resolve');
      throw error;
    }
    const change = work.change(this.clock.now().toISOString());
    if (change === undefined) throw new Error('A resolved hold always changes its case.');
    return change;
  }

  private async keep(
    tx: Tx,
    keys: CaseKeys,
    { caseId, body, access }: Resolution,
    { version, state, changedAt }: VersionedCase,
  ): Promise<void> {
    const pair = { caseId, writer: 'life-events', reader: 'life-events' } as const;
    const header = { ...pair, type: REASON, sequence: version };
    await insertResolution(tx, {
      id: uuidV7(),
      caseId,
      taskId: body.taskId,
      ward: state.ward,
      caseVersion: version,
      decision: body.decision,
      reason: sealPart(requireKey(keys, pair), header, { reason: body.reason }),
      decidedBy: access.sub,
      createdAt: changedAt,
    });
  }
}
