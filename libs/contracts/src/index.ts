export * from './access.js';
export * from './code-lists.js';
export * from './event-contract.js';
export * from './personal-data.js';
export * from './problems.js';
export * from './protected-ward.js';
export * from './registry.js';
export * from './section-contracts.js';
export * from './events/application-corrected.v1.js';
export * from './events/application-submitted.v1.js';
export * from './events/application-withdrawal-requested.v1.js';
export * from './events/case-accessed.v1.js';
export * from './events/case-erasure.v1.js';
export * from './events/case-snapshot.v1.js';
export * from './events/open-tasks.v1.js';
export * from './events/protection-changed.v1.js';
export * from './events/section-topics.js';
export * from './events/task-orders.v1.js';
export * from './events/task-status.v1.js';
export * from './schema/json-schema.js';
export { asyncApiDocument } from './asyncapi/asyncapi-document.js';
export {
  breakingChanges,
  releasedPartOf,
  type ReleasedContract,
} from './released/breaking-changes.js';
