import { Inject, Injectable } from '@nestjs/common';
import { ClientKafka } from '@nestjs/microservices';
import { randomBytes } from 'node:crypto';
import { DataSource, QueryFailedError } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { SubmitApplicationDto } from '../../../apps/applications/src/features/submit-application/submit-application.dto.js';
import { emit, KAFKA } from '../kafka.js';
import type { ApplicationSubmitted } from '../messages.js';
import { ApplicationEntity } from '../persistence/application.entity.js';
import { SUBMITTED_TOPIC } from '../topics.js';

export interface Accepted {
  applicationId: string;
  caseId: string;
  reference: string;
  status: 'ACCEPTED';
}

const UNIQUE_VIOLATION = '23505';

/** Saves, then emits: the two writes that a crash can part. */
@Injectable()
export class SubmitApplicationService {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(KAFKA) private readonly kafka: ClientKafka,
  ) {}

  async submit(subject: string, key: string, filing: SubmitApplicationDto): Promise<Accepted> {
    const application = this.dataSource.manager.create(ApplicationEntity, {
      ...{ id: uuidv7(), caseId: uuidv7(), subject, idempotencyKey: key, filing },
      reference: randomBytes(6).toString('hex').toUpperCase(),
      ward: String(filing.ward['code5']),
      lifeEvent: filing.lifeEvent,
    });
    try {
      await this.dataSource.transaction((tx) => tx.save(application));
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      return this.acceptedBefore(subject, key);
    }
    await emit(this.kafka, SUBMITTED_TOPIC, messageOf(application, filing));
    return acceptedOf(application);
  }

  private async acceptedBefore(subject: string, idempotencyKey: string): Promise<Accepted> {
    const where = { subject, idempotencyKey };
    return acceptedOf(await this.dataSource.manager.findOneByOrFail(ApplicationEntity, where));
  }
}

function isUniqueViolation(error: unknown): boolean {
  return (
    error instanceof QueryFailedError &&
    (error.driverError as { code?: string }).code === UNIQUE_VIOLATION
  );
}

function messageOf(
  { id, caseId, reference, createdAt }: ApplicationEntity,
  filing: SubmitApplicationDto,
): { key: string; value: ApplicationSubmitted } {
  const submittedAt = createdAt.toISOString();
  return { key: caseId, value: { applicationId: id, caseId, reference, submittedAt, filing } };
}

const acceptedOf = ({ id, caseId, reference }: ApplicationEntity): Accepted => ({
  ...{ applicationId: id, caseId, reference },
  status: 'ACCEPTED',
});
