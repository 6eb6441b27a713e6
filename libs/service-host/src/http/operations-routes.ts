import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { HealthRegistry, Metrics } from '@app/observability';
import { Histogram } from 'prom-client';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * `/health/live`, `/health/ready` and `/metrics`, beside Nest: they must answer whatever a guard or a module does, and
 * hold nothing personal. A reverse proxy does not show them outside.
 */
export function addOperationsRoutes(
  app: NestFastifyApplication,
  health: HealthRegistry,
  metrics: Metrics,
): void {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.get('/health/live', () => health.live());
  fastify.get('/health/ready', async (_request, reply) => {
    const readiness = await health.ready();
    return reply.code(readiness.ready ? 200 : 503).send(readiness);
  });
  fastify.get('/metrics', metrics.handler);
  measureRequests(app, metrics);
}

/** Labelled with the route as it is written in the code: a URL would hold ids. */
function measureRequests(app: NestFastifyApplication, metrics: Metrics): void {
  const durations = new Histogram({
    name: 'madoguchi_http_request_duration_seconds',
    help: 'From the arrival of a request to the end of its answer.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: SECONDS,
    registers: [metrics.registry],
  });
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    durations.observe(
      { method: request.method, route, status: reply.statusCode },
      reply.elapsedTime / 1000,
    );
    done();
  });
}
