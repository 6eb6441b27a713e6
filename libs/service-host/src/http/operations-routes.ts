import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { CheckResult, HealthRegistry, Metrics } from '@app/observability';
import { Gauge, Histogram } from 'prom-client';

export const OPERATIONS = {
  live: '/health/live',
  ready: '/health/ready',
  metrics: '/metrics',
} as const;

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
  fastify.get(OPERATIONS.live, () => health.live());
  fastify.get(OPERATIONS.ready, async (_request, reply) => {
    const readiness = await health.ready();
    return reply.code(readiness.ready ? 200 : 503).send(readiness);
  });
  fastify.get(OPERATIONS.metrics, metrics.handler);
  measureHealth(health, metrics);
  measureRequests(app, metrics);
}

/** What `/health/ready` says, for alarms: a degraded part leaves the process ready. */
function measureHealth(health: HealthRegistry, { registry }: Metrics): void {
  const values: Readonly<Record<CheckResult, number>> = { ok: 1, degraded: 0.5, failing: 0 };
  new Gauge({
    name: 'madoguchi_health',
    help: 'Each check of the process: 1 ok, 0.5 degraded, 0 failing.',
    labelNames: ['check'] as const,
    registers: [registry],
    async collect(): Promise<void> {
      const { checks } = await health.ready();
      for (const [check, result] of Object.entries(checks)) this.set({ check }, values[result]);
    },
  });
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
