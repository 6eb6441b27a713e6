import { runtimeProviders, type ServiceDefinition, type ServiceRuntime } from '@app/service-host';
import { Module, type DynamicModule } from '@nestjs/common';
import { AdvanceCasesWhenFactsArrive } from './features/advance-cases/advance-cases-when-facts-arrive.consumer.js';
import { AnswerInterviewController } from './features/answer-interview/answer-interview.controller.js';
import { DetermineProceduresController } from './features/determine-procedures/determine-procedures.controller.js';
import { DraftApplicationController } from './features/draft-application/draft-application.controller.js';
import { EraseExpiredInterviews } from './features/erase-expired-interviews/erase-expired-interviews.service.js';
import { ListCasesController } from './features/list-cases/list-cases.controller.js';
import { ListCasesService } from './features/list-cases/list-cases.service.js';
import { ReadCaseController } from './features/read-case/read-case.controller.js';
import { ReadCaseService } from './features/read-case/read-case.service.js';
import { ReadInterviewController } from './features/read-interview/read-interview.controller.js';
import { ResolveHoldController } from './features/resolve-hold/resolve-hold.controller.js';
import { ResolveHoldService } from './features/resolve-hold/resolve-hold.service.js';
import { StartInterviewController } from './features/start-interview/start-interview.controller.js';
import { UndoAnswersController } from './features/undo-answers/undo-answers.controller.js';
import { Interviews } from './interviews/interviews.service.js';
import { lifeEventsMigrations } from './persistence/migrations/index.js';

@Module({})
export class LifeEventsModule {
  static forRoot(runtime: ServiceRuntime): DynamicModule {
    return {
      module: LifeEventsModule,
      controllers: [
        DetermineProceduresController,
        ListCasesController,
        ReadCaseController,
        ResolveHoldController,
        StartInterviewController,
        ReadInterviewController,
        AnswerInterviewController,
        UndoAnswersController,
        DraftApplicationController,
      ],
      providers: [
        ...runtimeProviders(runtime),
        ListCasesService,
        ReadCaseService,
        ResolveHoldService,
        Interviews,
        EraseExpiredInterviews,
        AdvanceCasesWhenFactsArrive,
      ],
    };
  }
}

export const lifeEventsService: ServiceDefinition = {
  service: 'life-events',
  title: 'ライフイベント / Life events',
  description:
    '必要な手続の判定、案件、手続の順序とまとめ。 / Determination, cases, the order between tasks and the roll-up.',
  module: (runtime) => LifeEventsModule.forRoot(runtime),
  migrations: lifeEventsMigrations,
  handlers: [AdvanceCasesWhenFactsArrive],
};
