import type { AuthOptions } from '@app/auth';
import { startDevelopmentIssuer } from '@app/development-issuer';
import { LocalEventLog } from '@app/messaging';
import type { Logger } from '@app/observability';
import { runMigrations } from '@app/persistence';
import { city } from '@app/procedures';
import {
  createProcessParts,
  createRuntime,
  createServiceHost,
  migrationsOf,
  type HostedService,
  type ProcessParts,
  type Running,
  type ServiceHost,
  type Stopping,
} from '@app/service-host';
import { join } from 'node:path';
import type { AllInOneEnvironment } from './all-in-one.environment.js';
import { allServices } from './all-services.js';
import { startEmbeddedDatabases, type EmbeddedDatabases } from './embedded-databases.js';

export const TITLE = '窓口 Madoguchi';
/** Five services share one PostgreSQL; each needs a few connections for its relay, its consumer and its requests. */
const CONNECTIONS_PER_SERVICE = 6;

/** Starts everything in this process, and PostgreSQL in a child process of its own. */
export async function startEmbeddedSystem(
  environment: AllInOneEnvironment,
  logger: Logger,
  stopping: Stopping,
): Promise<Running> {
  const dataDir = environment.MADOGUCHI_DATA_DIR;
  const wards = city.wards.map(({ code5 }) => code5);
  const databases = await startEmbeddedDatabases(dataDir);
  const issuer = await startDevelopmentIssuer({
    port: environment.ALL_IN_ONE_ISSUER_PORT,
    wards,
    keyFolder: join(dataDir, 'issuer'),
  });
  const parts = createProcessParts({
    name: 'all-in-one',
    eventLog: new LocalEventLog(),
    logger,
    stopping: stopping.signal,
    processMetrics: true,
  });
  const host = await hostServices(parts, databases, issuer, stopping);
  const url = await host.listen(environment.ALL_IN_ONE_PORT);
  return {
    ready: JSON.stringify({
      ready: true,
      url,
      docs: `${url}/docs`,
      issuer: issuer.issuer,
      audience: issuer.audience,
    }),
    stop: async () => {
      await host.stop();
      await issuer.stop();
      await databases.postgres.stop();
    },
  };
}

async function hostServices(
  parts: ProcessParts,
  databases: EmbeddedDatabases,
  { issuer, audience }: AuthOptions,
  stopping: Stopping,
): Promise<ServiceHost> {
  const services: HostedService[] = allServices.map((definition) => {
    const connections = databases.connectionsOf(definition.service);
    const options = { ...connections, poolSize: CONNECTIONS_PER_SERVICE };
    return { definition, runtime: createRuntime(definition.service, parts, options) };
  });
  await Promise.all(
    services.map(({ definition, runtime }) => runMigrations(runtime.db, migrationsOf(definition))),
  );
  return createServiceHost({
    title: TITLE,
    description: 'すべてのサービスを一つのプロセスで動かします。 / Every service in one process.',
    auth: { issuer, audience },
    parts,
    services,
    onFatal: stopping.fail,
  });
}
