import { AccessRecorder } from '@app/audit';
import type { Access } from '@app/auth';
import { Approvals, type Approval, type GuardedActPort } from '@app/four-eyes';
import { todayInTokyo } from '@app/japan';
import { Outbox } from '@app/messaging';
import { Problem, type Clock } from '@app/observability';
import { UnitOfWork, type Tx } from '@app/persistence';
import { documentClassOf, dueOn, type RetentionPlan } from '@app/retention';
import { CLOCK, RETENTION } from '@app/service-host';
import { Inject, Injectable } from '@nestjs/common';
import {
  erasableCases,
  erasureStates,
  type ErasableCase,
} from '../../persistence/erasure.repository.js';
import { holdsOf } from '../../persistence/legal-hold.repository.js';
import { loadCases } from '../../persistence/load-cases.repository.js';
import { orderErasures } from '../erase-cases/order-erasures.js';
import { ReadCaseService } from '../read-case/read-case.service.js';
import { sightOf } from '../sight.js';

/** Asks that a case be erased before its time: it was filed by mistake, the person or a court wants it. */
@Injectable()
export class RequestErasures {
  constructor(
    private readonly cases: ReadCaseService,
    private readonly uow: UnitOfWork,
    private readonly approvals: Approvals,
    private readonly accesses: AccessRecorder,
  ) {}

  /** @throws Problem `not-found`, `case-erased`, `case-not-ended`, `case-held`, `erasure-begun`, `approval-pending` */
  request(access: Access, caseId: string, reason: string): Promise<Approval> {
    return this.uow.run({ ...sightOf(access), keys: [caseId] }, async (tx) => {
      const { state } = await this.cases.findIn(tx, caseId, access);
      this.accesses.granted(tx, { caseId, recordId: caseId });
      await requireErasable(tx, caseId);
      const asked = { act: 'destroy-keys', subjectId: caseId, reason, ward: state.ward } as const;
      return this.approvals.request(tx, { ...asked, by: access.sub });
    });
  }
}

/**
 * Begins the erasure in the transaction in which the second person approves it. From there it goes the way of every
 * erasure: receipts are waited for, and a hold that comes in between stops it.
 */
@Injectable()
export class EraseEarly implements GuardedActPort {
  readonly act = 'destroy-keys';
  readonly right = 'case.erase';

  constructor(
    private readonly outbox: Outbox,
    private readonly accesses: AccessRecorder,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(RETENTION) private readonly plan: RetentionPlan,
  ) {}

  keys({ subjectId }: Approval): Promise<string[]> {
    return Promise.resolve([subjectId]);
  }

  /** @throws Problem `not-found`, `case-not-ended`, `case-held`, `erasure-begun` */
  async execute(tx: Tx, { id, subjectId, requestedBy }: Approval): Promise<void> {
    const erasable = await requireErasable(tx, subjectId);
    this.accesses.granted(tx, { caseId: subjectId, recordId: subjectId });
    await orderErasures(tx, this.outbox, [this.classified(erasable)], {
      cause: 'decision',
      orderedBy: requestedBy,
      approvalId: id,
      orderedAt: this.clock.now().toISOString(),
    });
  }

  /** The record says until when the case would have been kept. */
  private classified({ caseId, sections, procedures, closedAt }: ErasableCase) {
    const documentClass = documentClassOf(this.plan, procedures);
    const due = dueOn(documentClass, todayInTokyo(closedAt));
    return { caseId, sections, documentClass: documentClass.id, dueOn: due };
  }
}

/** Under the case's lock. @throws Problem that says why it may not be erased */
async function requireErasable(tx: Tx, caseId: string): Promise<ErasableCase> {
  const [erasable] = await erasableCases(tx, [caseId]);
  if (erasable !== undefined) return erasable;
  const [loaded] = await loadCases(tx, [caseId]);
  if (loaded === undefined) throw new Problem('not-found');
  if (loaded.stored.closedAt === null) throw new Problem('case-not-ended');
  const [state] = await erasureStates(tx, [caseId]);
  if (state !== undefined) throw new Problem('erasure-begun');
  const holds = await holdsOf(tx, caseId);
  if (holds.some(({ releasedAt }) => releasedAt === null)) throw new Problem('case-held');
  throw new Error(
    `Case ${caseId} has ended, is not held and not being erased, and yet is not erasable.`,
  );
}
