import { sectionDefinition } from '@app/section-desk';
import { ChildcareModule } from './childcare.module.js';

export const childcare = sectionDefinition('childcare', {
  title: '児童家庭課 / Childcare section',
  description:
    '児童家庭課の所管課タスク。 / Tasks of the childcare section: allowances, medical subsidies, nursery.',
  module: (runtime) => ChildcareModule.forRoot(runtime),
});
