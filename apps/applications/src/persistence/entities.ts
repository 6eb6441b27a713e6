import { CaseAccessEntity } from '../accesses/case-access.entity.js';
import { ApplicationStatusEntity } from '../application-status/application-status.entity.js';
import { AttachmentEntity } from '../attachments/attachment.entity.js';
import { AttachmentPieceEntity } from '../attachments/attachment-piece.entity.js';
import { IdempotencyKeyEntity } from '../idempotency/idempotency-key.entity.js';
import { ProtectionEntity } from '../protections/protection.entity.js';
import { ApplicationEntity } from './application.entity.js';
import { CorrectionEntity } from './correction.entity.js';
import { ErasedApplicationEntity } from './erased-application.entity.js';

/** Held against the migrated schema by the drift check. */
export const applicationsEntities = [
  ApplicationEntity,
  CorrectionEntity,
  IdempotencyKeyEntity,
  ApplicationStatusEntity,
  ErasedApplicationEntity,
  ProtectionEntity,
  AttachmentEntity,
  AttachmentPieceEntity,
  CaseAccessEntity,
];
