export { createHttpApp, type HttpAppOptions } from './http/http-app.js';
export { IdempotencyKey } from './http/idempotency-key.decorator.js';
export { openApiDocument, type OpenApiTexts } from './http/open-api.js';
export {
  streamEvents,
  type EventReply,
  type LiveEvent,
  type StreamOptions,
} from './http/server-sent-events.js';
export { migrateService, migrationsOf } from './migrations.js';
export { checkServices } from './process/check-service.js';
export { createProcessParts, type ProcessPartsOptions } from './process/process-parts.js';
export { runProcess, type Running, type Stopping } from './process/run-process.js';
export { runService } from './process/run-service.js';
export { serviceEnvironment, type ServiceEnvironment } from './process/service-environment.js';
export { startHost, type HostToStart, type StartedHost } from './process/start-host.js';
export {
  CLOCK,
  KEY_STORE,
  LOGGER,
  SERVICE_RUNTIME,
  runtimeProviders,
} from './runtime-providers.js';
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
