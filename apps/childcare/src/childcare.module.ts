import { SectionDeskModule } from '@app/section-desk';
import type { ServiceRuntime } from '@app/service-host';
import { Module, type DynamicModule } from '@nestjs/common';

/** The childcare section (児童家庭課) on the section desk. */
@Module({})
export class ChildcareModule {
  static forRoot(runtime: ServiceRuntime): DynamicModule {
    return { ...SectionDeskModule.forSection('childcare', runtime), module: ChildcareModule };
  }
}
