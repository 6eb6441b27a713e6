import { Inject, Injectable } from '@nestjs/common';
import { ClientKafka } from '@nestjs/microservices';
import { DataSource } from 'typeorm';
import { emit, KAFKA } from '../kafka.js';
import type { ApplicationSubmitted } from '../messages.js';
import { CaseTaskEntity } from '../persistence/case-task.entity.js';
import { CaseEntity } from '../persistence/case.entity.js';
import { CASE_TOPIC, taskTopic } from '../topics.js';
import { openTasksBySection, snapshotOf } from './case-messages.js';
import { type Plan, type PlannedTask, planTasks } from './plan-tasks.js';

interface Opened {
  readonly found: CaseEntity;
  readonly tasks: readonly CaseTaskEntity[];
}

@Injectable()
export class OpenCaseService {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(KAFKA) private readonly kafka: ClientKafka,
  ) {}

  async open(message: ApplicationSubmitted): Promise<void> {
    const plan = planTasks(message.filing);
    const opened = await this.save(message, plan);
    if (opened !== undefined) await this.announce(message, plan.tasks, opened);
  }

  /** Undefined when the case is there already: the message came twice. */
  private async save(message: ApplicationSubmitted, plan: Plan): Promise<Opened | undefined> {
    return this.dataSource.transaction(async (tx) => {
      if (await tx.existsBy(CaseEntity, { id: message.caseId })) return undefined;
      const found = await tx.save(CaseEntity, caseOf(message, plan.ruleSet));
      const rows = plan.tasks.map((task) => rowOf(message.caseId, task));
      return { found, tasks: await tx.save(CaseTaskEntity, rows) };
    });
  }

  private async announce(
    message: ApplicationSubmitted,
    planned: readonly PlannedTask[],
    { found, tasks }: Opened,
  ): Promise<void> {
    const key = message.caseId;
    await Promise.all([
      ...openTasksBySection(message, planned).map(({ section, message: value }) =>
        emit(this.kafka, taskTopic(section), { key, value }),
      ),
      emit(this.kafka, CASE_TOPIC, { key, value: snapshotOf(found, tasks) }),
    ]);
  }
}

function caseOf(
  { caseId, applicationId, reference, filing }: ApplicationSubmitted,
  ruleSet: string,
): Omit<CaseEntity, 'openedAt'> {
  const ward = String(filing.ward['code5']);
  return {
    id: caseId,
    applicationId,
    reference,
    ward,
    ruleSet,
    status: 'OPEN',
    version: 1,
    filing,
  };
}

function rowOf(caseId: string, task: PlannedTask): CaseTaskEntity {
  const { taskId, procedureId, section, ruleId, requirement, deadline } = task;
  return {
    ...{ id: taskId, caseId, procedureId, section, ruleId, requirement, deadline },
    ...{ persons: [...task.persons], dependsOn: [...task.dependsOn] },
    ...{ status: 'ORDERED', version: 0 },
  };
}
