import { UnitOfWork, type Tx } from '@app/persistence';
import { Injectable } from '@nestjs/common';
import { findOwn, type ApplicationWithStatus } from '../persistence/application.repository.js';
import { ErasedApplications } from './erase-application/erased-applications.js';
import type { AcceptedDto } from './submit-application/submit-application.dto.js';

/** A citizen's own applications: somebody else's do not exist. */
@Injectable()
export class OwnApplications {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly erased: ErasedApplications,
  ) {}

  /** @throws Problem `not-found` when there is none, or it is somebody else's; `case-erased` when it was erased. */
  async find(id: string, subject: string): Promise<ApplicationWithStatus> {
    return this.uow.run({ role: 'api', keys: [], subjects: [subject] }, (tx) =>
      this.findIn(tx, id, subject),
    );
  }

  async findIn(tx: Tx, id: string, subject: string): Promise<ApplicationWithStatus> {
    const found = await findOwn(tx, id, subject);
    if (found === undefined) throw await this.erased.whyNotFound(tx, id, subject);
    return found;
  }

  async accepted(tx: Tx, id: string, subject: string): Promise<AcceptedDto> {
    const { case_id: caseId, reference, snapshot } = await this.findIn(tx, id, subject);
    return { applicationId: id, caseId, reference, status: snapshot?.status ?? 'ACCEPTED' };
  }
}
