import { CaseEntity } from './case.entity.js';
import { CaseTaskEntity } from './case-task.entity.js';
import { FilingEntity } from './filing.entity.js';
import { InterviewEntity } from './interview.entity.js';
import { ResolutionEntity } from './resolution.entity.js';

/** For the check that entities and schema agree, and for reads by administrators. */
export const lifeEventsEntities = [
  CaseEntity,
  CaseTaskEntity,
  FilingEntity,
  InterviewEntity,
  ResolutionEntity,
];
