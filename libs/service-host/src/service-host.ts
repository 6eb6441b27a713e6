import type { DynamicModule } from '@nestjs/common';
import type { MicroserviceOptions } from '@nestjs/microservices';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { AuthOptions } from '@app/auth';
import type { ServiceName } from '@app/contracts';
import { EventLogServer, ServiceMessaging } from '@app/messaging';
import { createHttpApp } from './http/http-app.js';
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
   * Not ready, no new connections, requests under way are answered, messaging stops, runtimes and event log close. Abort
   * `parts.stopping` before it: streams would hold it up. Requests that take longer than 6 s are cut off. Can be repeated.
   */
  stop(): Promise<void>;
}

/** Builds the modules of all services into one application, and their messaging. Connects to nothing yet. */
export async function createServiceHost(options: ServiceHostOptions): Promise<ServiceHost> {
  const modules = options.services.map(({ definition, runtime }) => definition.module(runtime));
  const app = await createHttpApp(modules, { ...options, ...options.parts });
  const messagings = options.services.map((service, index) =>
    messagingOf(app, service, modules[index] as DynamicModule, options),
  );
  for (const messaging of messagings)
    app.connectMicroservice<MicroserviceOptions>({ strategy: new EventLogServer(messaging) });
  return new Host(app, options, messagings);
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

const DRAIN_MS = 6_000;

class Host implements ServiceHost {
  private state: 'built' | 'ready' | 'stopping' = 'built';
  private stopped?: Promise<void>;

  constructor(
    readonly app: NestFastifyApplication,
    private readonly options: ServiceHostOptions,
    private readonly messagings: readonly ServiceMessaging[],
  ) {
    const { parts, services } = options;
    parts.health.add('process', () => this.state === 'ready' && !parts.stopping.aborted);
    for (const { runtime } of services)
      parts.health.add(`${runtime.service}.database`, () => runtime.db.query('SELECT 1'));
    // An event log that is away changes nothing for the citizen, so it does not make the process unready.
    for (const messaging of messagings)
      parts.health.add(
        `${messaging.options.service}.messaging`,
        () => messaging.readiness().consumer !== 'fatal',
      );
  }

  messaging(service: ServiceName): ServiceMessaging {
    const found = this.messagings.find(({ options }) => options.service === service);
    if (!found) throw new Error(`This process does not host ${service}.`);
    return found;
  }

  async listen(port: number, host = '127.0.0.1'): Promise<string> {
    await this.app.init();
    await this.app.startAllMicroservices();
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
    const server = this.app.getHttpServer();
    const cutOff = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
    // Nest closes the HTTP server first, which waits for requests under way, and then the strategies.
    await this.app.close().finally(() => clearTimeout(cutOff));
    await Promise.all(this.options.services.map(({ runtime }) => runtime.close()));
    await this.options.parts.eventLog.close();
  }
}

const isTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';

const taken = (port: number, host: string): string =>
  `Port ${port} of ${host} is taken by another process: stop that one, or choose another port (ALL_IN_ONE_PORT, <SERVICE>_PORT).`;
