import { SectionDeskModule, sectionDefinition } from '@app/section-desk';
import type { ServiceRuntime } from '@app/service-host';
import { Module, type DynamicModule } from '@nestjs/common';

/** The resident section (区民課) on the section desk. */
@Module({})
export class ResidentModule {
  static forRoot(runtime: ServiceRuntime): DynamicModule {
    return { ...SectionDeskModule.forSection('resident', runtime), module: ResidentModule };
  }
}

export const residentService = sectionDefinition('resident', {
  title: '区民課 / Resident section',
  description:
    '区民課の所管課タスク。届出の DECIDED は本登録です。 / Tasks of the resident section; DECIDED of a notification is its final registration.',
  module: (runtime) => ResidentModule.forRoot(runtime),
});
