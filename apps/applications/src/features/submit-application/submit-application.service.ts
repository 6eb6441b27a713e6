import { currentAccess } from '@app/audit';
import { Problem, type Clock } from '@app/observability';
import { PersonIndex, indexesOfPersons } from '@app/privacy';
import { CLOCK } from '@app/service-host';
import { Inject, Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { drawReferenceNumber } from '../../domain/reference-number.js';
import { Fingerprints } from '../../idempotency/fingerprints.js';
import { KeysInFlight } from '../../idempotency/keys-in-flight.js';
import { checkFiling } from './check-filing.js';
import { FilingIntake, type PreparedFiling } from './filing-intake.js';
import type { SubmitApplicationDto } from './submit-application.dto.js';
import type { Submitted } from './submitted.js';

export interface Submission {
  subject: string;
  idempotencyKey: string;
  body: SubmitApplicationDto;
}

@Injectable()
export class SubmitApplicationService {
  private readonly keysInFlight = new KeysInFlight();

  constructor(
    private readonly intake: FilingIntake,
    private readonly fingerprints: Fingerprints,
    private readonly persons: PersonIndex,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Stores the filing and its event in one transaction; returns after COMMIT. */
  async submit(submission: Submission): Promise<Submitted> {
    const { subject, idempotencyKey } = submission;
    const answer = await this.keysInFlight.during(subject, idempotencyKey, async () =>
      this.intake.add(await this.prepare(submission)),
    );
    if (answer instanceof Problem) throw answer;
    // Written down with the filing, in one statement for all that came together; a repeated answer is written down apart.
    if (!answer.replayed) currentAccess()?.wasRecorded();
    return answer;
  }

  private async prepare({ subject, idempotencyKey, body }: Submission): Promise<PreparedFiling> {
    const request = checkFiling(body, this.clock.today());
    const { applicant, contact, consent, identities, chosenProcedures = [] } = body;
    return {
      key: idempotencyKey,
      requestId: currentAccess()?.accessor.requestId ?? null,
      fingerprint: await this.fingerprints.of('submit', body),
      chosenProcedures,
      personIndex: indexesOfPersons(
        this.persons,
        identities,
        request.householdFacts.persons,
        applicant,
      ),
      filing: { applicant, contact, consent, identities, request: { ...request } },
      application: {
        id: uuidv7(),
        caseId: uuidv7(),
        reference: drawReferenceNumber(randomBytes),
        subject,
        ward: request.ward.code5,
        lifeEvent: request.lifeEvent,
        intakeDate: request.intakeDate ?? this.clock.today(),
        submittedAt: this.clock.now().toISOString(),
      },
    };
  }
}
