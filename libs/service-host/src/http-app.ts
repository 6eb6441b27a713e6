import type { DynamicModule, Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { AuthOptions } from '@app/auth';
import type { HealthRegistry, Logger, Metrics } from '@app/observability';

export interface HttpAppOptions {
  readonly title: string;
  readonly description: string;
  readonly auth: AuthOptions;
  readonly logger: Logger;
  readonly health: HealthRegistry;
  readonly metrics: Metrics;
  /** Largest body in bytes; 256 KB when absent. */
  readonly bodyLimit?: number;
}

export function createHttpApp(
  _modules: readonly (Type | DynamicModule)[],
  _options: HttpAppOptions,
): Promise<NestFastifyApplication> {
  return Promise.reject(new Error('follows'));
}
