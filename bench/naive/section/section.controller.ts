import type { SectionName } from '@app/contracts';
import { Controller, type Type } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import type { OpenTasks } from '../messages.js';
import { statusTopic, taskTopic } from '../topics.js';
import { ReceiveTasksService } from './receive-tasks.service.js';

export function sectionController(section: SectionName): Type {
  @Controller()
  class SectionController {
    constructor(private readonly service: ReceiveTasksService) {}

    @EventPattern<Record<string, OpenTasks>>(taskTopic(section))
    openTasks(@Payload() message: OpenTasks): Promise<void> {
      return this.service.receive(message, statusTopic(section));
    }
  }
  return SectionController;
}
