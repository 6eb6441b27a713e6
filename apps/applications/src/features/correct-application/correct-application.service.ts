import { AccessRecorder } from '@app/audit';
import {
  ApplicationCorrectedV1,
  ApplicationSubmittedV1,
  type CaseSnapshotData,
  type Correction,
  type Filing,
} from '@app/contracts';
import { Outbox } from '@app/messaging';
import { Problem, type Clock } from '@app/observability';
import { UnitOfWork, type Tx } from '@app/persistence';
import { openParts, paddingIn, sealable, type CaseKeys, type KeyStore } from '@app/privacy';
import { CLOCK, KEY_STORE } from '@app/service-host';
import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import {
  answeredByTask,
  faultsOfAnswers,
  refusalOfCorrection,
} from '../../domain/correction.rule.js';
import { Fingerprints } from '../../idempotency/fingerprints.js';
import { once } from '../../idempotency/once.js';
import { insertCorrection, readFiling } from '../../persistence/application.repository.js';
import { OwnApplications } from '../own-applications.js';
import type { Submitted } from '../submit-application/submitted.js';
import { checkCorrection } from './check-correction.js';
import type { CorrectApplicationDto } from './correct-application.dto.js';

export interface CorrectionRequest {
  id: string;
  subject: string;
  idempotencyKey: string;
  body: CorrectApplicationDto;
}

@Injectable()
export class CorrectApplicationService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly outbox: Outbox,
    private readonly accesses: AccessRecorder,
    private readonly own: OwnApplications,
    private readonly fingerprints: Fingerprints,
    @Inject(KEY_STORE) private readonly keys: KeyStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Hands the citizen's answers to the sections that asked, by way of life-events. */
  async correct(request: CorrectionRequest): Promise<Submitted> {
    const { id, subject, idempotencyKey, body } = request;
    const { case_id: caseId, ward } = await this.own.find(id, subject);
    const content = checkCorrection(
      body,
      await this.filed(id, subject, caseId),
      this.clock.today(),
    );
    const keys = await this.keys.issue([{ caseId, reader: 'life-events' }], 'own-case');
    const fingerprint = await this.fingerprints.of(`correct ${id}`, body);
    return this.uow.run({ role: 'intake', keys: [caseId] }, async (tx) => {
      const { replayed } = await once(
        tx,
        { subject, key: idempotencyKey, fingerprint, applicationId: id },
        async () => {
          const { snapshot } = await this.own.findIn(tx, id, subject);
          refuse(snapshot, body);
          this.announce(tx, { id, caseId, ward, content, keys });
        },
      );
      this.accesses.granted(tx, { caseId, recordId: id });
      return { accepted: await this.own.accepted(tx, id, subject), replayed };
    });
  }

  private async filed(id: string, subject: string, caseId: string): Promise<Filing> {
    const jwe = await this.uow.run({ role: 'api', keys: [], subjects: [subject] }, (tx) =>
      readFiling(tx, id, subject),
    );
    const [part] = await openParts<Filing>(
      this.keys,
      [
        {
          jwe,
          expected: {
            caseId,
            writer: 'applications',
            reader: 'life-events',
            type: ApplicationSubmittedV1.type,
            sequence: 1,
          },
        },
      ],
      'own-case',
    );
    if (part?.state === 'opened') return part.content;
    throw new Problem(part?.state === 'erased' ? 'case-erased' : 'internal');
  }

  private announce(
    tx: Tx,
    {
      id,
      caseId,
      ward,
      content,
      keys,
    }: { id: string; caseId: string; ward: string; content: Correction; keys: CaseKeys },
  ): void {
    const correctionId = uuidv7();
    const part = sealable(keys, content, paddingIn(ward));
    let sealed = '';
    this.outbox.add(tx, ApplicationCorrectedV1, {
      key: caseId,
      data: {
        applicationId: id,
        caseId,
        correctionId,
        answered: answeredByTask(content.answers),
        changesFacts: content.request !== undefined || content.identities !== undefined,
        correctedAt: this.clock.now().toISOString(),
      },
      sealed: {
        seal: (header) => {
          sealed = part.seal(header);
          return sealed;
        },
      },
    });
    // Behind the outbox's own step, which seals: only then is there something to keep.
    tx.beforeCommit(() =>
      insertCorrection(tx, { id: correctionId, applicationId: id, content: sealed }),
    );
  }
}

function refuse(snapshot: CaseSnapshotData | null, body: CorrectApplicationDto): void {
  const refusal = refusalOfCorrection(snapshot);
  if (refusal !== undefined || snapshot === null) throw new Problem(refusal ?? 'nothing-returned');
  const faults = faultsOfAnswers(snapshot, body.answers);
  if (faults.length === 0) return;
  const message = 'この項目は補正を求められていません。 / This item was not returned.';
  throw new Problem('invalid-request', {
    errors: faults.map(({ index, fault }) => ({
      field: `answers[${index}].${fault === 'unknown-task' ? 'taskId' : 'item'}`,
      code: fault,
      message,
    })),
  });
}
