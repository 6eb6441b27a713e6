import { sectionDefinition } from '@app/section-desk';
import { InsuranceModule } from './insurance.module.js';

export const insurance = sectionDefinition('insurance', {
  title: '保険年金課 / Insurance section',
  description:
    '保険年金課の所管課タスク。 / Tasks of the insurance section: health insurance, pension, long-term care.',
  module: (runtime) => InsuranceModule.forRoot(runtime),
});
