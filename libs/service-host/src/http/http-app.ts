import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AccessTokens, OidcGuard, type AuthOptions } from '@app/auth';
import { nestLogger, type HealthRegistry, type Logger, type Metrics } from '@app/observability';
import { StrictValidation } from '../validation/strict-validation.js';
import { NoteAttemptGuard, type Audits } from './access/note-attempt.guard.js';
import { RecordAccessInterceptor } from './access/record-access.interceptor.js';
import { RecordingProblemFilter } from './access/recording-problem.filter.js';
import { fastifyAdapter } from './fastify-adapter.js';
import { acceptFileForms } from './files/accept-file-forms.js';
import { serveOpenApi } from './open-api.js';
import { harden } from './harden.js';
import type { HttpSettings } from './http-variables.js';
import { addOperationsRoutes } from './operations-routes.js';
import type { RateLimits } from './rate-limit/rate-limits.js';
import { RefuseDeepBodiesGuard } from './refuse-deep-bodies.guard.js';
import { RefuseMyNumbersGuard } from './refuse-my-numbers.guard.js';

export interface HttpAppOptions {
  readonly title: string;
  readonly description: string;
  readonly auth: AuthOptions;
  readonly logger: Logger;
  readonly health: HealthRegistry;
  readonly metrics: Metrics;
  /** Whose records tell of the routes of a controller; only what is written down within units of work when absent. */
  readonly audits?: Audits;
  /** Aborted when the process begins to stop: answers then close their connection. */
  readonly stopping?: AbortSignal;
  /** Largest body in bytes; 256 KB when absent. */
  readonly bodyLimit?: number;
  /** Whose X-Forwarded-For counts, and whose pages may call; nobody's when absent. */
  readonly http?: Pick<HttpSettings, 'trustedProxies' | 'corsOrigins'>;
  /** None when absent. */
  readonly limits?: RateLimits;
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
  const { auth, logger, health, metrics, limits, bodyLimit = BODY_LIMIT } = options;
  const { trustedProxies = [], corsOrigins = [] } = options.http ?? {};
  const isStopping = (): boolean => options.stopping?.aborted === true;
  const app = await NestFactory.create<NestFastifyApplication>(
    { module: HttpRoot, imports: [...modules] },
    fastifyAdapter({ bodyLimit, isStopping, trustedProxies }),
    { logger: nestLogger(logger), abortOnError: false, bodyParser: false },
  );
  await harden(app, corsOrigins);
  await acceptFileForms(app);
  app.useGlobalGuards(
    // What is too much is turned away before anything is written about it.
    ...(limits?.beforeProof ?? []),
    new NoteAttemptGuard(options.audits ?? new Map()),
    new OidcGuard(new AccessTokens(auth)),
    ...(limits?.afterProof ?? []),
    new RefuseDeepBodiesGuard(),
    new RefuseMyNumbersGuard(logger, metrics),
  );
  app.useGlobalPipes(new StrictValidation());
  app.useGlobalInterceptors(new RecordAccessInterceptor());
  app.useGlobalFilters(new RecordingProblemFilter(logger));
  addOperationsRoutes(app, health, metrics);
  serveOpenApi(app, options);
  return app;
}
