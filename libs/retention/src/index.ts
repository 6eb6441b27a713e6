export { documentClassOf, dueOn, endedBefore } from './document-class.js';
export { DEFAULT_RETENTION, readRetentionPlan, retentionPlanFrom } from './read-retention-plan.js';
export { RetentionPlanError } from './retention-plan.js';
export type { DocumentClass, Period, RetentionPlan } from './retention-plan.js';
