import { ApplicationSubmittedV1, type Filing } from '@app/contracts';
import { Outbox } from '@app/messaging';
import type { Clock } from '@app/observability';
import { UnitOfWork, UnknownOutcomeError, type Tx } from '@app/persistence';
import { requireKey, sealPart, type KeyStore, type SealHeader } from '@app/privacy';
import { CLOCK, KEY_STORE } from '@app/service-host';
import { Inject, Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { drawReferenceNumber } from '../../domain/reference-number.js';
import { Fingerprints } from '../../idempotency/fingerprints.js';
import { once } from '../../idempotency/once.js';
import {
  findOwn,
  insertApplication,
  type NewApplication,
} from '../../persistence/application.repository.js';
import { checkFiling } from './check-filing.js';
import type { AcceptedDto, SubmitApplicationDto } from './submit-application.dto.js';

export interface Submission {
  subject: string;
  idempotencyKey: string;
  body: SubmitApplicationDto;
}

export interface Submitted {
  accepted: AcceptedDto;
  replayed: boolean;
}

interface Prepared {
  subject: string;
  key: string;
  fingerprint: Buffer;
  application: NewApplication;
  chosenProcedures: string[];
}

const UNKNOWN_OUTCOME_ATTEMPTS = 3;

@Injectable()
export class SubmitApplicationService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly outbox: Outbox,
    private readonly fingerprints: Fingerprints,
    @Inject(KEY_STORE) private readonly keys: KeyStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Stores the filing and its event in one transaction; returns after COMMIT. */
  async submit(submission: Submission): Promise<Submitted> {
    const prepared = await this.prepare(submission);
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.uow.run({ role: 'intake', keys: [] }, (tx) => this.store(tx, prepared));
      } catch (error) {
        // The same ids again: if the lost COMMIT did arrive, the idempotency key now answers for it.
        if (!(error instanceof UnknownOutcomeError) || attempt === UNKNOWN_OUTCOME_ATTEMPTS)
          throw error;
      }
    }
  }

  private async prepare({ subject, idempotencyKey, body }: Submission): Promise<Prepared> {
    const request = checkFiling(body, this.clock.today());
    const { applicant, contact, consent, identities, chosenProcedures = [] } = body;
    const filing: Filing = { applicant, contact, consent, identities, request: { ...request } };
    const caseId = uuidv7();
    return {
      subject,
      key: idempotencyKey,
      fingerprint: this.fingerprints.of('submit', body),
      chosenProcedures,
      application: {
        id: uuidv7(),
        caseId,
        reference: drawReferenceNumber(randomBytes),
        subject,
        ward: request.ward.code5,
        lifeEvent: request.lifeEvent,
        intakeDate: request.intakeDate ?? this.clock.today(),
        filing: await this.seal(caseId, filing),
        submittedAt: this.clock.now().toISOString(),
      },
    };
  }

  /** Sealed before the transaction: the case is new, so its first event has the sequence 1. */
  private async seal(caseId: string, filing: Filing): Promise<string> {
    const keys = await this.keys.issue([{ caseId, reader: 'life-events' }]);
    const header: SealHeader = {
      caseId,
      writer: 'applications',
      reader: 'life-events',
      type: ApplicationSubmittedV1.type,
      sequence: 1,
    };
    return sealPart(requireKey(keys, header), header, filing);
  }

  private async store(tx: Tx, prepared: Prepared): Promise<Submitted> {
    const { subject, key, fingerprint, application } = prepared;
    const outcome = await once(
      tx,
      { subject, key, fingerprint, applicationId: application.id },
      async () => {
        await insertApplication(tx, application);
        this.announce(tx, prepared);
      },
    );
    if (!outcome.replayed) return { accepted: acceptedOf(application), replayed: false };
    return {
      accepted: await this.acceptedBefore(tx, outcome.applicationId, subject),
      replayed: true,
    };
  }

  private announce(tx: Tx, { application, chosenProcedures }: Prepared): void {
    const { id, caseId, reference, ward, lifeEvent, intakeDate, submittedAt, filing } = application;
    this.outbox.add(tx, ApplicationSubmittedV1, {
      key: caseId,
      firstOfKey: true,
      data: {
        applicationId: id,
        caseId,
        reference,
        ward,
        lifeEvent,
        intakeDate,
        chosenProcedures,
        submittedAt,
      },
      sealed: { seal: () => filing },
    });
  }

  private async acceptedBefore(
    tx: Tx,
    applicationId: string,
    subject: string,
  ): Promise<AcceptedDto> {
    const stored = await findOwn(tx, applicationId, subject);
    if (stored === undefined)
      throw new Error('an idempotency key points to an application that is not there');
    return acceptedOf({ id: stored.id, caseId: stored.case_id, reference: stored.reference });
  }
}

function acceptedOf({
  id,
  caseId,
  reference,
}: Pick<NewApplication, 'id' | 'caseId' | 'reference'>): AcceptedDto {
  return { applicationId: id, caseId, reference, status: 'ACCEPTED' };
}
