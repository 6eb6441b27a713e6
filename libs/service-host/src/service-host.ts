import type { DynamicModule } from '@nestjs/common';
import type { MicroserviceOptions } from '@nestjs/microservices';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { AuthOptions } from '@app/auth';
import type { ServiceName } from '@app/contracts';
import { EventLogServer, ServiceMessaging, within } from '@app/messaging';
import { keyedHash, ownSecret } from '@app/privacy';
import { createHttpApp } from './http/http-app.js';
import type { HttpSettings } from './http/http-variables.js';
import { rateLimits, type RateLimits } from './http/rate-limit/rate-limits.js';
import { HttpEnd } from './http/http-end.js';
import type { ServiceDefinition } from './service-definition.js';
import type { ProcessParts, ServiceRuntime } from './service-runtime.js';

export interface HostedService {
  readonly definition: ServiceDefinition;
  readonly runtime: ServiceRuntime;
}

export interface ServiceHostOptions {
  readonly title: string;
  readonly description: string;
  readonly auth: AuthOptions;
  readonly parts: ProcessParts;
  readonly services: readonly HostedService[];
  /** How it meets the network: without it no request is too many, no proxy is believed and no page of another origin may call. */
  readonly http?: HttpSettings;
  /** Largest body in bytes; 256 KB when absent. */
  readonly bodyLimit?: number;
  /** The event log cannot go on without a new process. Logged when absent; the process turns not ready. */
  readonly onFatal?: (error: Error) => void;
}

/** The services of one process behind one HTTP port. */
export interface ServiceHost {
  readonly app: NestFastifyApplication;
  /** Of one service; tests wait with `host.messaging('applications').relay.drainTo(position)`. */
  messaging(service: ServiceName): ServiceMessaging;
  /** Starts messaging, then listens, then is ready; answers the address. Port 0 takes a free one. */
  listen(port: number, host?: string): Promise<string>;
  /**
   * Abort `parts.stopping` before it: from then on it is not ready, new requests are refused and streams end. Requests and
   * chunks under way come to their end, then the send; the HTTP server closes only now, for whoever still believes that
   * it is ready. In less than nine seconds, also when database or event log are away or a lock is not to be had: what
   * takes longer is left to the rollback of whoever has it. Can be repeated.
   */
  stop(): Promise<void>;
}

/** Builds the modules of all services into one application, and their messaging. Connects to nothing yet. */
export async function createServiceHost(options: ServiceHostOptions): Promise<ServiceHost> {
  const modules = options.services.map(({ definition, runtime }) => definition.module(runtime));
  const audits = new Map(
    options.services.flatMap(({ runtime }, index) =>
      (modules[index]?.controllers ?? []).map((controller) => [controller, runtime.audit] as const),
    ),
  );
  const limits = options.http && (await limitsOf(options.http, options));
  const app = await createHttpApp(modules, {
    ...options,
    ...options.parts,
    audits,
    ...(limits && { limits }),
  });
  const messagings = options.services.map((service, index) =>
    messagingOf(app, service, modules[index] as DynamicModule, options),
  );
  for (const messaging of messagings)
    app.connectMicroservice<MicroserviceOptions>({ strategy: new EventLogServer(messaging) });
  return new Host(app, options, messagings, () => limits?.close());
}

/** Callers are counted under the secret of the first service: one process has one count. */
function limitsOf(
  http: HttpSettings,
  { services, parts }: ServiceHostOptions,
): Promise<RateLimits> {
  const [first] = services;
  if (!first) throw new Error('A process hosts at least one service.');
  const { service, keys } = first.runtime;
  return rateLimits(http, {
    name: service,
    logger: parts.logger,
    sharedKey: async () => keyedHash(await ownSecret(keys, service), 'rate-limit', []),
  });
}

function messagingOf(
  app: NestFastifyApplication,
  { definition, runtime }: HostedService,
  module: DynamicModule,
  { onFatal }: ServiceHostOptions,
): ServiceMessaging {
  const { service, db, eventLog, clock, logger: log, outbox } = runtime;
  const counters = runtime.metrics.messaging(service);
  // Strictly from the service's own module: in one process, several may have a handler of the same class.
  const handlers = definition.handlers.map((token) =>
    app.select(module).get(token, { strict: true }),
  );
  return new ServiceMessaging(
    { service, db, eventLog, clock, log, outbox, counters, ...(onFatal && { onFatal }) },
    handlers,
  );
}

const CLOSED_WITHIN_MS = 1_000;

class Host implements ServiceHost {
  private state: 'built' | 'ready' | 'stopping' = 'built';
  private stopped?: Promise<void>;
  private readonly http: HttpEnd;

  constructor(
    readonly app: NestFastifyApplication,
    private readonly options: ServiceHostOptions,
    private readonly messagings: readonly ServiceMessaging[],
    private readonly closeLimits: () => void,
  ) {
    const { parts, services } = options;
    parts.health.add('process', () => this.state === 'ready' && !parts.stopping.aborted);
    for (const { runtime } of services)
      parts.health.add(`${runtime.service}.database`, () => runtime.db.query('SELECT 1'));
    for (const messaging of messagings) {
      const { service } = messaging.options;
      parts.health.add(`${service}.relay`, () => messaging.readiness().health.relay);
      parts.health.add(`${service}.consumer`, () => messaging.readiness().health.consumer);
    }
    this.http = new HttpEnd(app);
  }

  messaging(service: ServiceName): ServiceMessaging {
    const found = this.messagings.find(({ options }) => options.service === service);
    if (!found) throw new Error(`This process does not host ${service}.`);
    return found;
  }

  async listen(port: number, host = '127.0.0.1'): Promise<string> {
    await this.app.init();
    await this.app.startAllMicroservices();
    for (const { runtime } of this.options.services) runtime.audit.start();
    await this.app.listen(port, host).catch((error: unknown) => {
      throw isTaken(error) ? new Error(taken(port, host), { cause: error }) : error;
    });
    this.state = 'ready';
    return this.app.getUrl();
  }

  stop(): Promise<void> {
    this.stopped ??= this.stopOnce();
    return this.stopped;
  }

  private async stopOnce(): Promise<void> {
    this.state = 'stopping';
    const readingEnds = this.messagings.map((messaging) => messaging.stopReading());
    await Promise.all([this.http.answered(), ...readingEnds]);
    // After the requests, so that what they wrote is sealed and sent before somebody else has to.
    await Promise.all([
      ...this.options.services.map(({ runtime }) => runtime.audit.stop()),
      ...this.messagings.map((messaging) => messaging.stop()),
    ]);
    await this.http.close();
    this.closeLimits();
    const { services, parts } = this.options;
    const closed = services.map(({ runtime }) => runtime.close());
    await within(CLOSED_WITHIN_MS, Promise.all([...closed, parts.eventLog.close()]));
  }
}

const isTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';

const taken = (port: number, host: string): string =>
  `Port ${port} of ${host} is taken by another process: stop that one, or choose another port (ALL_IN_ONE_PORT, <SERVICE>_PORT).`;
