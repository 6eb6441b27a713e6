import { approvalsController, approvalsProvider } from '@app/four-eyes';
import { SectionDeskModule, sectionDefinition } from '@app/section-desk';
import {
  personIndexProvider,
  type ServiceDefinition,
  type ServiceRuntime,
} from '@app/service-host';
import { Module, type DynamicModule } from '@nestjs/common';
import { EnterProtectionController } from './features/enter-protection/enter-protection.controller.js';
import { EnterProtection } from './features/enter-protection/enter-protection.service.js';
import { ExtendProtectionController } from './features/extend-protection/extend-protection.controller.js';
import { ExtendProtection } from './features/extend-protection/extend-protection.service.js';
import { LiftProtectionController } from './features/lift-protection/lift-protection.controller.js';
import { LiftProtection } from './features/lift-protection/lift-protection.service.js';
import { RequestLifting } from './features/lift-protection/request-lifting.service.js';
import { ListProtectionsController } from './features/list-protections/list-protections.controller.js';
import { ListProtections } from './features/list-protections/list-protections.service.js';
import { ReadProtectionController } from './features/read-protection/read-protection.controller.js';
import { ReadProtection } from './features/read-protection/read-protection.service.js';
import { residentMigrations } from './persistence/migrations/index.js';

/** The resident section (区民課) on the section desk, with the register of protections (支援措置). */
@Module({})
export class ResidentModule {
  static forRoot(runtime: ServiceRuntime): DynamicModule {
    const desk = SectionDeskModule.forSection('resident', runtime, ['protection']);
    return {
      module: ResidentModule,
      controllers: [
        ...(desk.controllers ?? []),
        approvalsController('v1/resident', 'resident'),
        EnterProtectionController,
        ListProtectionsController,
        ReadProtectionController,
        ExtendProtectionController,
        LiftProtectionController,
      ],
      providers: [
        ...(desk.providers ?? []),
        personIndexProvider(runtime),
        EnterProtection,
        ListProtections,
        ReadProtection,
        ExtendProtection,
        LiftProtection,
        RequestLifting,
        approvalsProvider(runtime, [LiftProtection], (protections) => [
          {
            act: 'lift-protection',
            right: 'protection.lift',
            section: 'resident',
            keys: ({ subjectId }) => Promise.resolve([subjectId]),
            execute: (tx, { subjectId }) => protections.lift(tx, subjectId),
          },
        ]),
      ],
    };
  }
}

export const residentService: ServiceDefinition = {
  ...sectionDefinition('resident', {
    title: '区民課 / Resident section',
    description:
      '区民課の所管課タスクと支援措置の登録簿。届出の DECIDED は本登録です。 / Tasks of the resident section and the register of protections; DECIDED of a notification is its final registration.',
    module: (runtime) => ResidentModule.forRoot(runtime),
  }),
  migrations: residentMigrations,
};
