import { Injectable } from '@nestjs/common';
import type { TaskChangedSealed } from '@app/contracts';
import type { OfficerAction } from '../../domain/action.decision.js';
import { etagOf } from '../task-version.js';
import type { TaskStateDto } from '../task-answer.dto.js';
import { ChangeTask } from './change-task.service.js';
import type { TaskTarget } from './task-target.decorator.js';

/** The part of Fastify's reply that an answer about a task needs. */
export interface Reply {
  header(name: string, value: string): unknown;
}

/** What all routes that change a task do around the change. */
@Injectable()
export abstract class TaskChangeController {
  constructor(private readonly tasks: ChangeTask) {}

  protected async change(
    reply: Reply,
    target: TaskTarget,
    action: OfficerAction,
    note?: TaskChangedSealed,
  ): Promise<TaskStateDto> {
    const state = await this.tasks.change({ ...target, action, ...(note && { note }) });
    reply.header('etag', etagOf(state));
    return state;
  }
}
