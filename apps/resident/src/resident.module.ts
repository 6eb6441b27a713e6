import { SectionDeskModule } from '@app/section-desk';
import type { ServiceRuntime } from '@app/service-host';
import { Module, type DynamicModule } from '@nestjs/common';

/** The resident section (区民課) on the section desk. */
@Module({})
export class ResidentModule {
  static forRoot(runtime: ServiceRuntime): DynamicModule {
    return { ...SectionDeskModule.forSection('resident', runtime), module: ResidentModule };
  }
}
