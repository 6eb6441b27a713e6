import { SECTIONS, type ServiceName } from '@app/contracts';
import { Module, type DynamicModule, type Provider, type Type } from '@nestjs/common';
import { ClientsModule } from '@nestjs/microservices';
import { DataSource } from 'typeorm';
import { CaseChangedController } from './applications/case-changed.controller.js';
import { SubmitApplicationController } from './applications/submit-application.controller.js';
import { SubmitApplicationService } from './applications/submit-application.service.js';
import { KAFKA, kafkaOptions } from './kafka.js';
import { FollowTaskService } from './life-events/follow-task.service.js';
import { LifeEventsController } from './life-events/life-events.controller.js';
import { OpenCaseService } from './life-events/open-case.service.js';
import type { NaiveEnvironment } from './naive.environment.js';
import { ReceiveTasksService } from './section/receive-tasks.service.js';
import { sectionController } from './section/section.controller.js';

interface Parts {
  readonly controllers: Type[];
  readonly providers: Provider[];
}

function partsOf(service: ServiceName): Parts {
  const section = SECTIONS.find((one) => one === service);
  if (section !== undefined)
    return { controllers: [sectionController(section)], providers: [ReceiveTasksService] };
  if (service === 'applications')
    return {
      controllers: [SubmitApplicationController, CaseChangedController],
      providers: [SubmitApplicationService],
    };
  return { controllers: [LifeEventsController], providers: [OpenCaseService, FollowTaskService] };
}

@Module({})
export class NaiveModule {
  static of(environment: NaiveEnvironment, dataSource: DataSource): DynamicModule {
    const { options } = kafkaOptions(environment);
    const { controllers, providers } = partsOf(environment.service);
    const client = { ...kafkaOptions(environment), name: KAFKA };
    return {
      module: NaiveModule,
      imports: [
        ClientsModule.register([{ ...client, options: { ...options, producerOnlyMode: true } }]),
      ],
      controllers,
      providers: [{ provide: DataSource, useValue: dataSource }, ...providers],
    };
  }
}
