import type { AuthOptions } from '@app/auth';
import type { EventLog } from '@app/messaging';
import type { Logger } from '@app/observability';
import { checkMigrated } from '../migrations.js';
import type { ServiceDefinition } from '../service-definition.js';
import type { HttpSettings } from '../http/http-variables.js';
import { createServiceHost, type ServiceHost } from '../service-host.js';
import { createRuntime, type RuntimeOptions } from '../service-runtime.js';
import { createProcessParts } from './process-parts.js';
import type { Stopping } from './run-process.js';

export interface HostToStart {
  /** Names the process in its log. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly auth: AuthOptions;
  readonly eventLog: EventLog;
  readonly logger: Logger;
  readonly services: readonly {
    readonly definition: ServiceDefinition;
    readonly connections: RuntimeOptions;
  }[];
  readonly http: HttpSettings;
  readonly port: number;
  /** The address to listen on; 127.0.0.1 when absent. */
  readonly address?: string;
}

export interface StartedHost {
  readonly host: ServiceHost;
  readonly url: string;
}

/** How every real process starts, with one service or with all of them: a look at the tables, then messaging, then HTTP. */
export async function startHost(options: HostToStart, stopping: Stopping): Promise<StartedHost> {
  const { name, eventLog, logger, title, description, auth, http } = options;
  const parts = createProcessParts({
    ...{ name, eventLog, logger },
    stopping: stopping.signal,
    processMetrics: true,
  });
  const services = options.services.map(({ definition, connections }) => ({
    definition,
    runtime: createRuntime(definition.service, parts, connections),
  }));
  await Promise.all(services.map(({ definition, runtime }) => checkMigrated(definition, runtime)));
  const host = await createServiceHost({
    ...{ title, description, auth, http, parts, services },
    onFatal: stopping.fail,
  });
  return { host, url: await host.listen(options.port, options.address) };
}
