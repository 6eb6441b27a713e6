import type { DynamicModule, InjectionToken } from '@nestjs/common';
import type { ServiceName } from '@app/contracts';
import type { ChunkHandler } from '@app/messaging';
import type { MigrationClass } from '@app/persistence';
import type { ServiceRuntime } from './service-runtime.js';

/** What an app exports, and all that a process needs to know of it: `main.ts` and `all-in-one` both take this. */
export interface ServiceDefinition {
  readonly service: ServiceName;
  /** For people who read the API's documentation; Japanese first. */
  readonly title: string;
  readonly description: string;
  /** Called once per process. No APP_GUARD, APP_FILTER, APP_PIPE or APP_INTERCEPTOR inside: they would hold for all services. */
  readonly module: (runtime: ServiceRuntime) => DynamicModule;
  /** The service's own; those of messaging are added. */
  readonly migrations: readonly MigrationClass[];
  /** Tokens of the service's ChunkHandlers: providers of its module itself, not of one that it imports. */
  readonly handlers: readonly InjectionToken<ChunkHandler<never>>[];
}
