export { Approvals, type ApprovalRequest, type ApprovalsOptions } from './approvals.service.js';
export { approvalsController, approvalsProvider } from './approvals-at.js';
export { ApprovalDto, approvalView } from './features/approval.dto.js';
export type { GuardedActPort } from './guarded-act.port.js';
export { CITY_WIDE, type Approval, type ApprovalState } from './domain/approval.js';
export {
  ACT_TEXTS,
  GUARDED_ACTS,
  REASONS,
  isReason,
  type GuardedAct,
} from './domain/guarded-act.js';
export { ApprovalEntity } from './persistence/approval.entity.js';
export { fourEyesMigrations } from './persistence/migrations/index.js';
