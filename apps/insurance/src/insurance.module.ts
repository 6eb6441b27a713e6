import { SectionDeskModule } from '@app/section-desk';
import type { ServiceRuntime } from '@app/service-host';
import { Module, type DynamicModule } from '@nestjs/common';

/** The insurance section (保険年金課) on the section desk. */
@Module({})
export class InsuranceModule {
  static forRoot(runtime: ServiceRuntime): DynamicModule {
    return { ...SectionDeskModule.forSection('insurance', runtime), module: InsuranceModule };
  }
}
