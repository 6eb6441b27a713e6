export * from './broker-availability.js';
export * from './kafka-broker.js';
export { freePort } from './ports.js';
export { ProcessSupervisor } from './process-supervisor.js';
export type { ServiceProcess, StackService } from './stack-service.js';
export { type Stack, startStack } from './start-stack.js';
export { type ProcessDescription } from './supervised-process.js';
