import { Inject, Injectable } from '@nestjs/common';
import { ClientKafka } from '@nestjs/microservices';
import { DataSource } from 'typeorm';
import { emit, KAFKA } from '../kafka.js';
import type { OpenTasks, TaskToOpen } from '../messages.js';
import { TaskEntity } from '../persistence/task.entity.js';

@Injectable()
export class ReceiveTasksService {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(KAFKA) private readonly kafka: ClientKafka,
  ) {}

  /** Saves all tasks of the message, then tells of each what has become of it. */
  async receive(message: OpenTasks, answerTo: string): Promise<void> {
    const { caseId } = message;
    const rows = message.tasks.map((task) => rowOf(message, task));
    await this.dataSource.transaction((tx) => tx.save(TaskEntity, rows));
    await Promise.all(
      rows.map(({ id: taskId, status, version }) =>
        emit(this.kafka, answerTo, { key: caseId, value: { caseId, taskId, status, version } }),
      ),
    );
  }
}

function rowOf(
  { caseId, reference, ward, identities }: OpenTasks,
  task: TaskToOpen,
): Omit<TaskEntity, 'receivedAt'> {
  const { taskId, procedureId, ruleId, requirement, deadline } = task;
  return {
    ...{ id: taskId, caseId, reference, ward, procedureId, ruleId, requirement, deadline },
    ...{ persons: [...task.persons], dependsOn: [...task.dependsOn], facts: task.facts },
    identities: identities.filter(({ person }) => task.persons.includes(person)),
    status: task.dependsOn.length > 0 ? 'WAITING_PREDECESSOR' : 'RECEIVED',
    version: 1,
  };
}
