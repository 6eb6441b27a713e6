import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { AuthOptions } from '@app/auth';
import type { ServiceName } from '@app/contracts';
import type { ServiceMessaging } from '@app/messaging';
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
}

/** The services of one process behind one HTTP port. */
export interface ServiceHost {
  readonly app: NestFastifyApplication;
  /** Per service; tests wait with `host.messaging('applications').relay.drainTo(position)`. */
  messaging(service: ServiceName): ServiceMessaging;
  /** Starts messaging, then listens; answers the address. Port 0 takes a free one. */
  listen(port: number, host?: string): Promise<string>;
  /** Not ready any more → no new connections → requests under way are answered → messaging stops → connections close. Safe to repeat. */
  stop(): Promise<void>;
}

export function createServiceHost(_options: ServiceHostOptions): Promise<ServiceHost> {
  return Promise.reject(new Error('follows'));
}
