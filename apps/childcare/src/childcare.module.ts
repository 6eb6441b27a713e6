import { SectionDeskModule, sectionDefinition } from '@app/section-desk';
import type { ServiceRuntime } from '@app/service-host';
import { Module, type DynamicModule } from '@nestjs/common';

/** The childcare section (児童家庭課) on the section desk. */
@Module({})
export class ChildcareModule {
  static forRoot(runtime: ServiceRuntime): DynamicModule {
    return { ...SectionDeskModule.forSection('childcare', runtime), module: ChildcareModule };
  }
}

export const childcareService = sectionDefinition('childcare', {
  title: '児童家庭課 / Childcare section',
  description:
    '児童家庭課の所管課タスク。 / Tasks of the childcare section: allowances, medical subsidies, nursery.',
  module: (runtime) => ChildcareModule.forRoot(runtime),
});
