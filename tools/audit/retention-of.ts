import { DEFAULT_RETENTION, readRetentionPlan, type RetentionPlan } from '@app/retention';
import type { AuditCall } from './audit-command.js';

/** How long what is kept: of RETENTION_FILE as for the services, else that of the release. */
export function retentionOf({ environment }: AuditCall): RetentionPlan {
  const file = environment['RETENTION_FILE'];
  return file ? readRetentionPlan(file) : DEFAULT_RETENTION;
}
