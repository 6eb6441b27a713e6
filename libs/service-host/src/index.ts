export { chore, type ChoreOptions } from './chores/chore.js';
export { OrphanKeys, sweepOrphanKeys } from './chores/sweep-orphan-keys.js';
export { createHttpApp, type HttpAppOptions } from './http/http-app.js';
export {
  DEFAULT_FILES,
  FileVariables,
  fileSettings,
  type FileSettings,
} from './http/files/file-variables.js';
export { readFileForm, type FileForm, type FormRequest } from './http/files/read-file-form.js';
export { TakesFile } from './http/files/takes-file.decorator.js';
export { IdempotencyKey } from './http/idempotency-key.decorator.js';
export { openApiDocument, type OpenApiTexts } from './http/open-api.js';
export {
  streamEvents,
  type EventReply,
  type LiveEvent,
  type StreamOptions,
} from './http/server-sent-events.js';
export { migrateServices, migrationsOf } from './migrations.js';
export { checkServices } from './process/check-service.js';
export { createProcessParts, type ProcessPartsOptions } from './process/process-parts.js';
export { runProcess, type Running, type Stopping } from './process/run-process.js';
export { runService } from './process/run-service.js';
export { kafkaAccess, kafkaFiles, ServerVariables } from './process/server-variables.js';
export { serviceEnvironment, type ServiceEnvironment } from './process/service-environment.js';
export { startHost, type HostToStart, type StartedHost } from './process/start-host.js';
export {
  CLOCK,
  FILES,
  KEY_STORE,
  LOGGER,
  RETENTION,
  SERVICE_RUNTIME,
  personIndexProvider,
  runtimeProviders,
} from './runtime-providers.js';
export type { ServiceDefinition } from './service-definition.js';
export { httpSettings, type HttpSettings } from './http/http-variables.js';
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
export { MayBeAbsent } from './validation/may-be-absent.decorator.js';
export { KnownPersonDto, PersonNameDto } from './validation/person-name.dto.js';
export { IsPersonText } from './validation/person-text.decorator.js';
