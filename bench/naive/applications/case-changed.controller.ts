import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { DataSource } from 'typeorm';
import type { CaseSnapshot } from '../messages.js';
import { ApplicationStatusEntity } from '../persistence/application-status.entity.js';
import { CASE_TOPIC } from '../topics.js';

/** The read model: the newest snapshot of each case. */
@Controller()
export class CaseChangedController {
  constructor(private readonly dataSource: DataSource) {}

  @EventPattern(CASE_TOPIC)
  async caseChanged(@Payload() snapshot: CaseSnapshot): Promise<void> {
    const { applicationId, caseId, version, status } = snapshot;
    await this.dataSource.transaction(async (tx) => {
      const known = await tx.findOneBy(ApplicationStatusEntity, { applicationId });
      if (known !== null && known.version >= version) return;
      await tx.save(ApplicationStatusEntity, { applicationId, caseId, version, status, snapshot });
    });
  }
}
