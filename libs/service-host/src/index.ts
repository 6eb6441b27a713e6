export { createHttpApp, type HttpAppOptions } from './http-app.js';
export { migrationsOf } from './migrations-of.js';
export { createProcessParts, type ProcessPartsOptions } from './process-parts.js';
export { runService } from './run-service.js';
export {
  CLOCK,
  KEY_STORE,
  LOGGER,
  SERVICE_RUNTIME,
  runtimeProviders,
} from './runtime-providers.js';
export {
  streamEvents,
  type EventReply,
  type LiveEvent,
  type StreamOptions,
} from './server-sent-events.js';
export type { ServiceDefinition } from './service-definition.js';
export {
  createServiceHost,
  type HostedService,
  type ServiceHost,
  type ServiceHostOptions,
} from './service-host.js';
export {
  createRuntime,
  type ProcessParts,
  type RuntimeOptions,
  type ServiceRuntime,
} from './service-runtime.js';
