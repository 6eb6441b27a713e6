import { SECTIONS } from '@app/contracts';
import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import type { ApplicationSubmitted, TaskChanged } from '../messages.js';
import { statusTopic, SUBMITTED_TOPIC } from '../topics.js';
import { FollowTaskService } from './follow-task.service.js';
import { OpenCaseService } from './open-case.service.js';

@Controller()
export class LifeEventsController {
  constructor(
    private readonly cases: OpenCaseService,
    private readonly tasks: FollowTaskService,
  ) {}

  @EventPattern(SUBMITTED_TOPIC)
  submitted(@Payload() message: ApplicationSubmitted): Promise<void> {
    return this.cases.open(message);
  }

  @EventPattern(SECTIONS.map(statusTopic))
  taskChanged(@Payload() message: TaskChanged): Promise<void> {
    return this.tasks.follow(message);
  }
}
