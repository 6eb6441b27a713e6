import {
  chore,
  personIndexProvider,
  runtimeProviders,
  sweepOrphanKeys,
  type ServiceDefinition,
  type ServiceRuntime,
} from '@app/service-host';
import { Module, type DynamicModule } from '@nestjs/common';
import { ContentReader } from './attachments/content-reader.js';
import { scanning } from './attachments/scanning.js';
import { TasksWithAttachments } from './attachments/tasks-with-attachments.js';
import { AddAttachmentController } from './features/add-attachment/add-attachment.controller.js';
import { AddAttachmentService } from './features/add-attachment/add-attachment.service.js';
import { ListAttachmentsController } from './features/list-attachments/list-attachments.controller.js';
import { ReadAttachmentController } from './features/read-attachment/read-attachment.controller.js';
import { ReadAttachmentService } from './features/read-attachment/read-attachment.service.js';
import { KeepAccessesWhenCasesAreAccessed } from './accesses/keep-accesses-when-cases-are-accessed.consumer.js';
import { UpdateStatusWhenCaseChangedConsumer } from './application-status/update-status-when-case-changed.consumer.js';
import { CorrectApplicationController } from './features/correct-application/correct-application.controller.js';
import { CorrectApplicationService } from './features/correct-application/correct-application.service.js';
import { EraseApplicationWhenCaseErasedConsumer } from './features/erase-application/erase-application-when-case-erased.consumer.js';
import { ErasedApplications } from './features/erase-application/erased-applications.js';
import { FollowApplicationController } from './features/follow-application/follow-application.controller.js';
import { StatusFollowers } from './features/follow-application/status-followers.js';
import { OwnApplications } from './features/own-applications.js';
import { ReadAccessesController } from './features/read-accesses/read-accesses.controller.js';
import { ReadAccessesService } from './features/read-accesses/read-accesses.service.js';
import { ReadApplicationController } from './features/read-application/read-application.controller.js';
import { ReadApplicationService } from './features/read-application/read-application.service.js';
import { ForgetIdempotencyKeys } from './features/forget-idempotency-keys/forget-idempotency-keys.service.js';
import { FilingIntake } from './features/submit-application/filing-intake.js';
import { FilingStore } from './features/submit-application/filing-store.js';
import { SubmitApplicationController } from './features/submit-application/submit-application.controller.js';
import { SubmitApplicationService } from './features/submit-application/submit-application.service.js';
import { WithdrawApplicationController } from './features/withdraw-application/withdraw-application.controller.js';
import { WithdrawApplicationService } from './features/withdraw-application/withdraw-application.service.js';
import { Fingerprints } from './idempotency/fingerprints.js';
import { Admission, INTAKE_LIMITS } from './intake/admission.js';
import { IntakeGate } from './intake/intake-gate.js';
import { applicationsMigrations } from './persistence/migrations/index.js';
import { KeepProtectionsWhenTheyChange } from './protections/keep-protections-when-they-change.consumer.js';
import { Protections } from './protections/protections.js';

const HOUR_MS = 3_600_000;
const CHORES = [
  chore({
    of: ForgetIdempotencyKeys,
    everyMs: HOUR_MS,
    what: 'forgetting old idempotency keys',
    turn: (keys) => keys.forget(),
  }),
  ...sweepOrphanKeys('SELECT case_id AS id FROM application WHERE case_id = ANY ($1::uuid[])'),
];

@Module({})
export class ApplicationsModule {
  static forRoot(runtime: ServiceRuntime): DynamicModule {
    return {
      module: ApplicationsModule,
      controllers: [
        SubmitApplicationController,
        ReadApplicationController,
        ReadAccessesController,
        FollowApplicationController,
        CorrectApplicationController,
        WithdrawApplicationController,
        AddAttachmentController,
        ListAttachmentsController,
        ReadAttachmentController,
      ],
      providers: [
        ...runtimeProviders(runtime),
        {
          provide: Fingerprints,
          useFactory: () => new Fingerprints(runtime.keys),
        },
        { provide: Admission, useFactory: () => new Admission(INTAKE_LIMITS) },
        IntakeGate,
        ErasedApplications,
        personIndexProvider(runtime),
        Protections,
        KeepProtectionsWhenTheyChange,
        OwnApplications,
        FilingStore,
        FilingIntake,
        SubmitApplicationService,
        ReadApplicationService,
        ReadAccessesService,
        KeepAccessesWhenCasesAreAccessed,
        StatusFollowers,
        CorrectApplicationService,
        WithdrawApplicationService,
        TasksWithAttachments,
        ContentReader,
        AddAttachmentService,
        ReadAttachmentService,
        ...scanning(runtime),
        ForgetIdempotencyKeys,
        ...CHORES,
        UpdateStatusWhenCaseChangedConsumer,
        EraseApplicationWhenCaseErasedConsumer,
      ],
    };
  }
}

export const applicationsService: ServiceDefinition = {
  service: 'applications',
  title: 'オンライン申請 / Applications',
  description:
    'A citizen files once, follows one status, answers what is returned, and may withdraw.',
  module: (runtime) => ApplicationsModule.forRoot(runtime),
  migrations: applicationsMigrations,
  handlers: [
    UpdateStatusWhenCaseChangedConsumer,
    EraseApplicationWhenCaseErasedConsumer,
    KeepProtectionsWhenTheyChange,
    KeepAccessesWhenCasesAreAccessed,
  ],
};
