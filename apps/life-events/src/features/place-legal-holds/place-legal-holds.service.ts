import { AccessRecorder } from '@app/audit';
import type { Access } from '@app/auth';
import { Problem, type Clock } from '@app/observability';
import { UnitOfWork } from '@app/persistence';
import { CLOCK } from '@app/service-host';
import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuidV7 } from 'uuid';
import type { LegalHoldReason, LegalHold } from '../../domain/legal-hold.js';
import { erasureStates } from '../../persistence/erasure.repository.js';
import { findPlacedHold, holdsOf, insertHold } from '../../persistence/legal-hold.repository.js';
import { ReadCaseService } from '../read-case/read-case.service.js';
import { sightOf } from '../sight.js';

export interface HoldToPlace {
  readonly caseId: string;
  readonly reason: LegalHoldReason;
  readonly idempotencyKey: string;
}

export interface PlacedHold {
  readonly hold: LegalHold;
  readonly replayed: boolean;
}

/** Keeps a case from its erasure (消去の停止). One person is enough for it: nothing is lost by a hold. */
@Injectable()
export class PlaceLegalHolds {
  constructor(
    private readonly cases: ReadCaseService,
    private readonly uow: UnitOfWork,
    private readonly accesses: AccessRecorder,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Also while the sections give their receipts: the erasure then waits for the release.
   * @throws Problem `not-found`, `case-erased`, `erasure-begun` once the keys are being destroyed, `idempotency-key-reused`
   */
  place(access: Access, { caseId, reason, idempotencyKey }: HoldToPlace): Promise<PlacedHold> {
    return this.uow.run({ ...sightOf(access), keys: [caseId] }, async (tx) => {
      await this.cases.findIn(tx, caseId, access);
      const [state] = await erasureStates(tx, [caseId]);
      if (state === 'destroying') throw new Problem('erasure-begun');
      const placed = await insertHold(tx, {
        ...{ id: uuidV7(), caseId, reason, idempotencyKey },
        ...{ placedBy: access.sub, placedAt: this.clock.now() },
      });
      const hold = placed ?? (await findPlacedHold(tx, access.sub, idempotencyKey));
      if (hold?.caseId !== caseId || hold.reason !== reason)
        throw new Problem('idempotency-key-reused');
      this.accesses.granted(tx, { caseId, recordId: hold.id });
      return { hold, replayed: placed === undefined };
    });
  }

  /** All that keep or kept the case. @throws Problem `not-found`, `case-erased` */
  list(access: Access, caseId: string): Promise<LegalHold[]> {
    return this.uow.run(sightOf(access), async (tx) => {
      await this.cases.findIn(tx, caseId, access);
      this.accesses.granted(tx, { caseId, recordId: caseId });
      return holdsOf(tx, caseId);
    });
  }
}
