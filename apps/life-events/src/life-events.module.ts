import { approvalsController, approvalsProvider } from '@app/four-eyes';
import {
  chore,
  personIndexProvider,
  runtimeProviders,
  sweepOrphanKeys,
  type ServiceDefinition,
  type ServiceRuntime,
} from '@app/service-host';
import { Module, type DynamicModule } from '@nestjs/common';
import { AdvanceCasesWhenFactsArrive } from './features/advance-cases/advance-cases-when-facts-arrive.consumer.js';
import { AnswerInterviewController } from './features/answer-interview/answer-interview.controller.js';
import { DetermineProceduresController } from './features/determine-procedures/determine-procedures.controller.js';
import { DraftApplicationController } from './features/draft-application/draft-application.controller.js';
import { EraseCases } from './features/erase-cases/erase-cases.service.js';
import { NoteReceiptsWhenSectionsAreDoneConsumer } from './features/erase-cases/note-receipts-when-sections-are-done.consumer.js';
import { EraseEarlyController } from './features/erase-early/erase-early.controller.js';
import { EraseEarly, RequestErasures } from './features/erase-early/erase-early.service.js';
import { EraseExpiredInterviews } from './features/erase-expired-interviews/erase-expired-interviews.service.js';
import { CaseExports } from './features/export-cases/case-exports.service.js';
import { ExportCasesController } from './features/export-cases/export-cases.controller.js';
import { ListCasesController } from './features/list-cases/list-cases.controller.js';
import { ListCasesService } from './features/list-cases/list-cases.service.js';
import { PlaceLegalHoldsController } from './features/place-legal-holds/place-legal-holds.controller.js';
import { PlaceLegalHolds } from './features/place-legal-holds/place-legal-holds.service.js';
import { KeepProtectionsWhenTheyChange } from './features/protect-cases/keep-protections-when-they-change.consumer.js';
import { MoveCasesUnderProtection } from './features/protect-cases/move-cases-under-protection.service.js';
import { ReadCaseController } from './features/read-case/read-case.controller.js';
import { ReadCaseService } from './features/read-case/read-case.service.js';
import { ReadInterviewController } from './features/read-interview/read-interview.controller.js';
import { ReleaseLegalHoldsController } from './features/release-legal-holds/release-legal-holds.controller.js';
import {
  ReleaseLegalHolds,
  RequestReleases,
} from './features/release-legal-holds/release-legal-holds.service.js';
import { ResolveHoldController } from './features/resolve-hold/resolve-hold.controller.js';
import { ResolveHoldService } from './features/resolve-hold/resolve-hold.service.js';
import { SearchCasesController } from './features/search-cases/search-cases.controller.js';
import { SearchCases } from './features/search-cases/search-cases.service.js';
import { StartInterviewController } from './features/start-interview/start-interview.controller.js';
import { UndoAnswersController } from './features/undo-answers/undo-answers.controller.js';
import { Interviews } from './interviews/interviews.service.js';
import { lifeEventsMigrations } from './persistence/migrations/index.js';

const TEN_MINUTES_MS = 10 * 60_000;
const CHORES = [
  chore({
    of: EraseExpiredInterviews,
    everyMs: TEN_MINUTES_MS,
    what: 'erasing expired interviews',
    turn: (interviews) => interviews.run(),
  }),
  chore({
    of: EraseCases,
    everyMs: TEN_MINUTES_MS,
    what: 'erasing cases',
    turn: (cases) => cases.run(),
  }),
  ...sweepOrphanKeys(
    `SELECT id FROM "case" WHERE id = ANY ($1::uuid[]) UNION ALL SELECT id FROM interview WHERE id = ANY ($1::uuid[])`,
  ),
];

@Module({})
export class LifeEventsModule {
  static forRoot(runtime: ServiceRuntime): DynamicModule {
    return {
      module: LifeEventsModule,
      controllers: [
        DetermineProceduresController,
        // Before what reads a case by its id: these paths are longer.
        ExportCasesController,
        approvalsController('v1/cases', 'cases'),
        ListCasesController,
        SearchCasesController,
        ReadCaseController,
        ResolveHoldController,
        PlaceLegalHoldsController,
        ReleaseLegalHoldsController,
        EraseEarlyController,
        StartInterviewController,
        ReadInterviewController,
        AnswerInterviewController,
        UndoAnswersController,
        DraftApplicationController,
      ],
      providers: [
        ...runtimeProviders(runtime),
        approvalsProvider(runtime, [ReleaseLegalHolds, EraseEarly], (...carriedOut) => [
          { act: 'bulk-export', right: 'case.export' },
          ...carriedOut,
        ]),
        CaseExports,
        ListCasesService,
        SearchCases,
        ReadCaseService,
        ResolveHoldService,
        PlaceLegalHolds,
        RequestReleases,
        ReleaseLegalHolds,
        RequestErasures,
        EraseEarly,
        Interviews,
        EraseExpiredInterviews,
        ...CHORES,
        EraseCases,
        personIndexProvider(runtime),
        MoveCasesUnderProtection,
        KeepProtectionsWhenTheyChange,
        AdvanceCasesWhenFactsArrive,
        NoteReceiptsWhenSectionsAreDoneConsumer,
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
  handlers: [
    AdvanceCasesWhenFactsArrive,
    NoteReceiptsWhenSectionsAreDoneConsumer,
    KeepProtectionsWhenTheyChange,
  ],
};
