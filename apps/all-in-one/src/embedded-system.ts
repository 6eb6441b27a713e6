import { startDevelopmentIssuer } from '@app/development-issuer';
import { LocalEventLog } from '@app/messaging';
import type { Logger } from '@app/observability';
import { city, installRuleSets, readRuleFolder } from '@app/procedures';
import { readRetentionPlan } from '@app/retention';
import {
  fileSettings,
  httpSettings,
  startHost,
  type HostToStart,
  type Running,
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
  if (environment.RULE_SETS_FOLDER !== undefined)
    installRuleSets(readRuleFolder(environment.RULE_SETS_FOLDER));
  const dataDir = environment.MADOGUCHI_DATA_DIR;
  const databases = await startEmbeddedDatabases(dataDir);
  const issuer = await startDevelopmentIssuer({
    port: environment.ALL_IN_ONE_ISSUER_PORT,
    wards: city.wards.map(({ code5 }) => code5),
    keyFolder: join(dataDir, 'issuer'),
  });
  const { host, url } = await startHost(
    {
      name: 'all-in-one',
      title: TITLE,
      description: 'すべてのサービスを一つのプロセスで動かします。 / Every service in one process.',
      auth: issuer,
      http: httpSettings(environment),
      eventLog: new LocalEventLog(),
      logger,
      services: await servicesOn(databases, environment),
      port: environment.ALL_IN_ONE_PORT,
    },
    stopping,
  );
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

const retentionOf = ({ RETENTION_FILE: file }: AllInOneEnvironment) =>
  file === undefined ? {} : { retention: readRetentionPlan(file) };

async function servicesOn(
  databases: EmbeddedDatabases,
  environment: AllInOneEnvironment,
): Promise<HostToStart['services']> {
  const shared = {
    poolSize: CONNECTIONS_PER_SERVICE,
    approvalHours: environment.APPROVAL_HOURS,
    files: fileSettings(environment),
    ...retentionOf(environment),
  };
  return Promise.all(
    allServices.map(async (definition) => ({
      definition,
      connections: { ...(await databases.connectionsOf(definition.service)), ...shared },
    })),
  );
}
