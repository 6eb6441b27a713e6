import { sectionDefinition } from '@app/section-desk';
import { ResidentModule } from './resident.module.js';

export const resident = sectionDefinition('resident', {
  title: '区民課 / Resident section',
  description:
    '区民課の所管課タスク。届出の DECIDED は本登録です。 / Tasks of the resident section; DECIDED of a notification is its final registration.',
  module: (runtime) => ResidentModule.forRoot(runtime),
});
