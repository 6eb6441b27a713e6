import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AccessTokens, OidcGuard, type AuthOptions } from '@app/auth';
import {
  ProblemFilter,
  nestLogger,
  type HealthRegistry,
  type Logger,
  type Metrics,
} from '@app/observability';
import { StrictValidation } from '../validation/strict-validation.js';
import { fastifyAdapter } from './fastify-adapter.js';
import { serveOpenApi } from './open-api.js';
import { addOperationsRoutes } from './operations-routes.js';

export interface HttpAppOptions {
  readonly title: string;
  readonly description: string;
  readonly auth: AuthOptions;
  readonly logger: Logger;
  readonly health: HealthRegistry;
  readonly metrics: Metrics;
  /** Aborted when the process begins to stop: answers then close their connection. */
  readonly stopping?: AbortSignal;
  /** Largest body in bytes; 256 KB when absent. */
  readonly bodyLimit?: number;
}

const BODY_LIMIT = 256 * 1024;

@Module({})
class HttpRoot {}

/**
 * One HTTP application for the modules of one or several services, with what holds for all of them: guard, validation,
 * problem+json, limits, headers, OpenAPI at `/docs`, health and metrics. It is built, but neither initialised nor listening.
 * @throws when the module graph cannot be built
 */
export async function createHttpApp(
  modules: readonly (Type | DynamicModule)[],
  options: HttpAppOptions,
): Promise<NestFastifyApplication> {
  const { auth, logger, health, metrics, bodyLimit = BODY_LIMIT } = options;
  const isStopping = (): boolean => options.stopping?.aborted === true;
  const app = await NestFactory.create<NestFastifyApplication>(
    { module: HttpRoot, imports: [...modules] },
    fastifyAdapter({ bodyLimit, isStopping }),
    { logger: nestLogger(logger), abortOnError: false, bodyParser: false },
  );
  app.useGlobalGuards(new OidcGuard(new AccessTokens(auth)));
  app.useGlobalPipes(new StrictValidation());
  app.useGlobalFilters(new ProblemFilter(logger));
  addOperationsRoutes(app, health, metrics);
  serveOpenApi(app, options);
  return app;
}
