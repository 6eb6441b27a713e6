export * from './broker-availability.js';
export { type Front, KafkaCluster, startKafkaCluster } from './kafka-cluster.js';
export { freePort } from './ports.js';
export { ProcessSupervisor } from './process-supervisor.js';
export type { StackService } from './stack-service.js';
export { type Stack, type StackOptions, startStack } from './start-stack.js';
export type { StackRedis } from './stack-redis.js';
export { type ProcessDescription } from './supervised-process.js';
