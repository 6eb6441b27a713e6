import { KafkaEventLog } from '@app/messaging';
import { createLogger, type Logger } from '@app/observability';
import { installRuleSets, readRuleFolder } from '@app/procedures';
import { readPrivateKey, readPublicKeys, type ServiceKeys } from '@app/privacy';
import type { ServiceDefinition } from '../service-definition.js';
import { checkServices } from './check-service.js';
import { runProcess, type Running, type Stopping } from './run-process.js';
import { kafkaAccess, serviceEnvironment, type ServiceEnvironment } from './service-environment.js';
import { startHost } from './start-host.js';

/**
 * All that a service's `main.ts` does: one process for one service on Kafka. Reads the environment, migrates, listens,
 * prints one line when ready, stops in order on SIGTERM. With `--check` it only builds the module graph, prints
 * `<service>: ok` and ends.
 */
export async function runService(definition: ServiceDefinition): Promise<void> {
  const { service } = definition;
  if (process.argv.includes('--check')) {
    await checkServices([definition]);
    process.stdout.write(`${service}: ok\n`);
    return;
  }
  const logger = createLogger(service);
  await runProcess(logger, (stopping) => start(definition, logger, stopping));
}

async function start(
  definition: ServiceDefinition,
  logger: Logger,
  stopping: Stopping,
): Promise<Running> {
  const { service, title, description } = definition;
  const { own, shared } = serviceEnvironment(service, process.env);
  if (shared.RULE_SETS_FOLDER !== undefined)
    installRuleSets(readRuleFolder(shared.RULE_SETS_FOLDER));
  const eventLog = new KafkaEventLog({
    ...kafkaAccess(shared),
    clientId: service,
    log: logger,
  });
  const connections = {
    databaseUrl: own.DB_URL,
    keysDatabaseUrl: own.KEYS_DB_URL,
    keys: await keysFrom({ own, shared }),
    ...(own.DB_POOL_SIZE !== undefined && { poolSize: own.DB_POOL_SIZE }),
  };
  const { host, url } = await startHost(
    {
      ...{ name: service, title, description, eventLog, logger },
      auth: { issuer: shared.OIDC_ISSUER, audience: shared.OIDC_AUDIENCE },
      services: [{ definition, connections }],
      port: own.PORT,
      address: shared.LISTEN_HOST,
    },
    stopping,
  );
  return { ready: `${service}: ready at ${url}`, stop: () => host.stop() };
}

async function keysFrom({ own, shared }: ServiceEnvironment): Promise<ServiceKeys> {
  const privateKey = await readPrivateKey(own.PRIVATE_KEY_FILE);
  return { privateKey, publicKeys: await readPublicKeys(shared.PUBLIC_KEYS_FILE) };
}
