import { SectionDeskModule, sectionDefinition } from '@app/section-desk';
import type { ServiceRuntime } from '@app/service-host';
import { Module, type DynamicModule } from '@nestjs/common';

/** The insurance section (保険年金課) on the section desk. */
@Module({})
export class InsuranceModule {
  static forRoot(runtime: ServiceRuntime): DynamicModule {
    return { ...SectionDeskModule.forSection('insurance', runtime), module: InsuranceModule };
  }
}

export const insuranceService = sectionDefinition('insurance', {
  title: '保険年金課 / Insurance section',
  description:
    '保険年金課の所管課タスク。 / Tasks of the insurance section: health insurance, pension, long-term care.',
  module: (runtime) => InsuranceModule.forRoot(runtime),
});
