import { Inject, Injectable } from '@nestjs/common';
import { ClientKafka } from '@nestjs/microservices';
import { DataSource } from 'typeorm';
import { emit, KAFKA } from '../kafka.js';
import type { CaseSnapshot, TaskChanged } from '../messages.js';
import { CaseTaskEntity } from '../persistence/case-task.entity.js';
import { CaseEntity } from '../persistence/case.entity.js';
import { CASE_TOPIC } from '../topics.js';
import { snapshotOf } from './case-messages.js';

@Injectable()
export class FollowTaskService {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(KAFKA) private readonly kafka: ClientKafka,
  ) {}

  async follow(change: TaskChanged): Promise<void> {
    const snapshot = await this.save(change);
    if (snapshot) await emit(this.kafka, CASE_TOPIC, { key: change.caseId, value: snapshot });
  }

  /** Locks the case: sections speak of it at the same time. Undefined when the change is known already. */
  private async save({ caseId, taskId, status, version }: TaskChanged) {
    return this.dataSource.transaction(async (tx): Promise<CaseSnapshot | undefined> => {
      const found = await tx.findOneOrFail(CaseEntity, {
        select: { id: true, applicationId: true, version: true, status: true },
        where: { id: caseId },
        lock: { mode: 'pessimistic_write' },
      });
      const tasks = await tx.findBy(CaseTaskEntity, { caseId });
      const changed = tasks.find(({ id }) => id === taskId);
      if (changed === undefined || changed.version >= version) return undefined;
      await tx.save(CaseTaskEntity, Object.assign(changed, { status, version }));
      await tx.save(CaseEntity, Object.assign(found, { version: found.version + 1 }));
      return snapshotOf(found, tasks);
    });
  }
}
