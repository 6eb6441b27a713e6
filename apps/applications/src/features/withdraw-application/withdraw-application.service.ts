import { AccessRecorder } from '@app/audit';
import { ApplicationWithdrawalRequestedV1 } from '@app/contracts';
import { Outbox } from '@app/messaging';
import { Problem, type Clock } from '@app/observability';
import { UnitOfWork, type Tx } from '@app/persistence';
import { CLOCK } from '@app/service-host';
import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { refusalOfWithdrawal } from '../../domain/withdrawal.rule.js';
import { Fingerprints } from '../../idempotency/fingerprints.js';
import { once } from '../../idempotency/once.js';
import { markWithdrawalRequested } from '../../persistence/application.repository.js';
import { OwnApplications } from '../own-applications.js';
import type { Submitted } from '../submit-application/submitted.js';

export interface OwnRequest {
  id: string;
  subject: string;
  idempotencyKey: string;
}

@Injectable()
export class WithdrawApplicationService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly outbox: Outbox,
    private readonly accesses: AccessRecorder,
    private readonly own: OwnApplications,
    private readonly fingerprints: Fingerprints,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Records the wish and tells life-events; the sections decide what becomes of it. */
  async withdraw({ id, subject, idempotencyKey }: OwnRequest): Promise<Submitted> {
    const { case_id: caseId } = await this.own.find(id, subject);
    const fingerprint = await this.fingerprints.of(`withdraw ${id}`, {});
    return this.uow.run({ role: 'intake', keys: [caseId] }, async (tx) => {
      const { replayed } = await once(
        tx,
        { subject, key: idempotencyKey, fingerprint, applicationId: id },
        async () => {
          await this.request(tx, id, subject);
        },
      );
      this.accesses.granted(tx, { caseId, recordId: id });
      return { accepted: await this.own.accepted(tx, id, subject), replayed };
    });
  }

  private async request(tx: Tx, id: string, subject: string): Promise<void> {
    const application = await this.own.findIn(tx, id, subject);
    const refusal = refusalOfWithdrawal(application.snapshot, application.withdrawal_requested_at);
    if (refusal !== undefined) throw new Problem(refusal);
    const requestedAt = this.clock.now().toISOString();
    await markWithdrawalRequested(tx, id, requestedAt);
    this.outbox.add(tx, ApplicationWithdrawalRequestedV1, {
      key: application.case_id,
      data: { applicationId: id, caseId: application.case_id, withdrawalId: uuidv7(), requestedAt },
    });
  }
}
