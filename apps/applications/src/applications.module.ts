import { runtimeProviders, type ServiceDefinition, type ServiceRuntime } from '@app/service-host';
import { Module, type DynamicModule } from '@nestjs/common';
import { UpdateStatusWhenCaseChangedConsumer } from './application-status/update-status-when-case-changed.consumer.js';
import { CorrectApplicationController } from './features/correct-application/correct-application.controller.js';
import { CorrectApplicationService } from './features/correct-application/correct-application.service.js';
import { FollowApplicationController } from './features/follow-application/follow-application.controller.js';
import { StatusFollowers } from './features/follow-application/status-followers.js';
import { OwnApplications } from './features/own-applications.js';
import { ReadApplicationController } from './features/read-application/read-application.controller.js';
import { ReadApplicationService } from './features/read-application/read-application.service.js';
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

@Module({})
export class ApplicationsModule {
  static forRoot(runtime: ServiceRuntime): DynamicModule {
    return {
      module: ApplicationsModule,
      controllers: [
        SubmitApplicationController,
        ReadApplicationController,
        FollowApplicationController,
        CorrectApplicationController,
        WithdrawApplicationController,
      ],
      providers: [
        ...runtimeProviders(runtime),
        {
          provide: Fingerprints,
          useFactory: () => new Fingerprints(runtime.serviceKeys.privateKey),
        },
        { provide: Admission, useFactory: () => new Admission(INTAKE_LIMITS) },
        IntakeGate,
        OwnApplications,
        FilingStore,
        FilingIntake,
        SubmitApplicationService,
        ReadApplicationService,
        StatusFollowers,
        CorrectApplicationService,
        WithdrawApplicationService,
        UpdateStatusWhenCaseChangedConsumer,
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
  handlers: [UpdateStatusWhenCaseChangedConsumer],
};
