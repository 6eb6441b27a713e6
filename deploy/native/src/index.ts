export * from './broker-availability.js';
export * from './kafka-broker.js';
export { freePort } from './ports.js';
export { ProcessSupervisor } from './process-supervisor.js';
export type { StackIssuer } from './stack-issuer.js';
export type { StackPostgres } from './stack-postgres.js';
export type { StackService } from './stack-service.js';
export { type Stack, type StackOptions, startStack } from './start-stack.js';
export { type ProcessDescription, SupervisedProcess } from './supervised-process.js';
