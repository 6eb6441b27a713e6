import { CaseExportEntity } from './case-export.entity.js';
import { CaseEntity } from './case.entity.js';
import { CaseTaskEntity } from './case-task.entity.js';
import { ErasureEntity } from './erasure.entity.js';
import { FilingEntity } from './filing.entity.js';
import { InterviewEntity } from './interview.entity.js';
import { LegalHoldEntity } from './legal-hold.entity.js';
import { ProtectionEntity } from './protection.entity.js';
import { ResolutionEntity } from './resolution.entity.js';

/** For the check that entities and schema agree, and for reads by administrators. */
export const lifeEventsEntities = [
  CaseEntity,
  CaseExportEntity,
  CaseTaskEntity,
  ErasureEntity,
  FilingEntity,
  InterviewEntity,
  LegalHoldEntity,
  ResolutionEntity,
  ProtectionEntity,
];
