import { AnchorFolder, readAnchorKey } from '@app/audit';
import type { ServiceName } from '@app/contracts';
import { KafkaEventLog } from '@app/messaging';
import { createLogger, type Logger } from '@app/observability';
import { installRuleSets, readRuleFolder } from '@app/procedures';
import { AgentAgreement, fileAgreement, personIndexKey, type ServiceKeys } from '@app/privacy';
import { readRetentionPlan } from '@app/retention';
import { fileSettings } from '../http/files/file-variables.js';
import { httpSettings } from '../http/http-variables.js';
import type { ServiceDefinition } from '../service-definition.js';
import { checkServices } from './check-service.js';
import { runProcess, type Running, type Stopping } from './run-process.js';
import { authOf, serviceEnvironment, type ServiceEnvironment } from './service-environment.js';
import { kafkaAccess } from './server-variables.js';
import { startHost } from './start-host.js';

/**
 * All that a service's `main.ts` does: one process for one service on Kafka. Reads the environment, looks at its tables, listens,
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
  const { own, shared, servers } = serviceEnvironment(service, process.env);
  if (shared.RULE_SETS_FOLDER !== undefined)
    installRuleSets(readRuleFolder(shared.RULE_SETS_FOLDER));
  const eventLog = new KafkaEventLog({
    ...kafkaAccess(servers),
    clientId: service,
    log: logger,
  });
  const connections = {
    databaseUrl: own.DB_URL,
    keysDatabaseUrl: own.KEYS_DB_URL,
    keys: await keysFrom(service, { own, shared }),
    ...(own.DB_POOL_SIZE !== undefined && { poolSize: own.DB_POOL_SIZE }),
    approvalHours: shared.APPROVAL_HOURS,
    anchoring: {
      key: await readAnchorKey(own.ANCHOR_KEY_FILE),
      store: new AnchorFolder(shared.ANCHORS_FOLDER),
    },
    files: fileSettings(shared),
    ...(shared.RETENTION_FILE !== undefined && {
      retention: readRetentionPlan(shared.RETENTION_FILE),
    }),
  };
  const { host, url } = await startHost(
    {
      ...{ name: service, title, description, eventLog, logger },
      auth: authOf(shared),
      http: httpSettings(shared),
      services: [{ definition, connections }],
      port: own.PORT,
      address: shared.LISTEN_HOST,
    },
    stopping,
  );
  return { ready: `${service}: ready at ${url}`, stop: () => host.stop() };
}

async function keysFrom(
  service: ServiceName,
  { own, shared }: Pick<ServiceEnvironment, 'own' | 'shared'>,
): Promise<ServiceKeys> {
  const { PRIVATE_KEY_FILE: privateKeyFile = '', KEY_AGENT_SOCKET: socket } = own;
  const agreement =
    socket === undefined
      ? await fileAgreement(service, { privateKeyFile, publicKeysFile: shared.PUBLIC_KEYS_FILE })
      : await AgentAgreement.connect(service, socket);
  const { PERSON_INDEX_KEY: key } = shared;
  const index = key !== undefined && { personIndexKey: personIndexKey('PERSON_INDEX_KEY', key) };
  return { agreement, ...index };
}
