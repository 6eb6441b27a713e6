import { AccessRecorder } from '@app/audit';
import type { Access } from '@app/auth';
import { Approvals, type Approval, type GuardedActPort } from '@app/four-eyes';
import { Problem, type Clock } from '@app/observability';
import { UnitOfWork, type Tx } from '@app/persistence';
import { CLOCK } from '@app/service-host';
import { Inject, Injectable } from '@nestjs/common';
import { caseOfHold, holdsOf, releaseHold } from '../../persistence/legal-hold.repository.js';
import { ReadCaseService } from '../read-case/read-case.service.js';
import { sightOf } from '../sight.js';
import type { ReleaseLegalHoldDto } from './release-legal-hold.dto.js';

/** Asks that a legal hold be released; the case stays as long as one of its holds is open. */
@Injectable()
export class RequestReleases {
  constructor(
    private readonly cases: ReadCaseService,
    private readonly uow: UnitOfWork,
    private readonly approvals: Approvals,
    private readonly accesses: AccessRecorder,
  ) {}

  /** @throws Problem `not-found`, `case-erased`, `not-held`, `approval-pending` */
  request(access: Access, caseId: string, wanted: ReleaseLegalHoldDto): Promise<Approval> {
    return this.uow.run({ ...sightOf(access), keys: [caseId] }, async (tx) => {
      const { state } = await this.cases.findIn(tx, caseId, access);
      this.accesses.granted(tx, { caseId, recordId: wanted.holdId });
      const open = (await holdsOf(tx, caseId)).filter(({ releasedAt }) => releasedAt === null);
      if (!open.some(({ id }) => id === wanted.holdId)) throw new Problem('not-held');
      const { holdId: subjectId, reason } = wanted;
      const asked = { act: 'release-hold', subjectId, reason, ward: state.ward } as const;
      return this.approvals.request(tx, { ...asked, by: access.sub });
    });
  }
}

/** The release itself, in the transaction in which the second person approves it. */
@Injectable()
export class ReleaseLegalHolds implements GuardedActPort {
  readonly act = 'release-hold';
  readonly right = 'legal-hold.release';

  constructor(
    private readonly uow: UnitOfWork,
    private readonly accesses: AccessRecorder,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async keys({ subjectId }: Approval): Promise<string[]> {
    const caseId = await this.uow.run({ role: 'worker', keys: [] }, (tx) =>
      caseOfHold(tx, subjectId),
    );
    return caseId === undefined ? [] : [caseId];
  }

  /** @throws Problem `not-held`, also when the case has come under a protection that the approver may not see */
  async execute(tx: Tx, { id, subjectId, requestedBy, approvedBy }: Approval): Promise<void> {
    const caseId = await releaseHold(tx, {
      ...{ id: subjectId, releasedBy: requestedBy, approvedBy: approvedBy!, approvalId: id },
      releasedAt: this.clock.now(),
    });
    if (caseId === undefined) throw new Problem('not-held');
    this.accesses.granted(tx, { caseId, recordId: subjectId });
  }
}
