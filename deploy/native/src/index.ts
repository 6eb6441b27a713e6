export * from './broker-availability.js';
export * from './kafka-broker.js';
export { freePort } from './ports.js';
export { ProcessSupervisor } from './process-supervisor.js';
export { type ProcessDescription, SupervisedProcess } from './supervised-process.js';
