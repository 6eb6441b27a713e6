import { ApplicationStatusEntity } from '../application-status/application-status.entity.js';
import { IdempotencyKeyEntity } from '../idempotency/idempotency-key.entity.js';
import { ApplicationEntity } from './application.entity.js';
import { CorrectionEntity } from './correction.entity.js';

/** Held against the migrated schema by the drift check. */
export const applicationsEntities = [
  ApplicationEntity,
  CorrectionEntity,
  IdempotencyKeyEntity,
  ApplicationStatusEntity,
];
