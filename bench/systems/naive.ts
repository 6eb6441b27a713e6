import { SERVICES, type ServiceName } from '@app/contracts';
import type { KafkaAccess } from '@app/messaging';
import { join } from 'node:path';
import { freePort, ProcessSupervisor } from '../../deploy/native/src/index.js';
import type { ProcessDescription } from '../../deploy/native/src/supervised-process.js';
import { projectRoot } from '../../deploy/native/src/project-root.js';
import { naiveSchemaOf } from '../naive/persistence/data-source.js';
import { groupOf } from '../naive/kafka.js';
import { NAIVE_TOPICS, topicsReadBy } from '../naive/topics.js';
import { lagOf } from '../observe/consumer-lag.js';
import { ObservedDatabase } from '../observe/database.js';
import type { Ground } from './ground.js';
import type { LoadedSystem } from './loaded-system.js';
import { makeTopics } from './make-topics.js';

const DATABASE = 'naive';
const PROGRAM = join(projectRoot, 'dist/bench/naive/main.js');

/** The naive system beside ours: as many processes, topics and partitions, the same broker and the same server. */
export class Naive implements LoadedSystem {
  readonly name = 'naive';
  readonly database = DATABASE;

  private constructor(
    readonly target: LoadedSystem['target'],
    private readonly kafka: KafkaAccess,
    private readonly supervisor: ProcessSupervisor,
  ) {}

  static async start(ground: Ground): Promise<Naive> {
    const { stack } = ground;
    await createDatabase(stack.addresses.postgres);
    await makeTopics(stack.kafkaAdministrator, NAIVE_TOPICS);
    const environment = {
      NAIVE_DB_URL: urlIn(stack.addresses.postgres, DATABASE),
      KAFKA_BROKERS: stack.addresses.brokers.join(','),
      KAFKA_USERNAME: stack.kafkaAdministrator.sasl?.username ?? '',
      KAFKA_PASSWORD: stack.kafkaAdministrator.sasl?.password ?? '',
      OIDC_ISSUER: stack.issuer.url,
      OIDC_AUDIENCE: await stack.issuer.audience(),
    };
    const ports = await Promise.all(SERVICES.map(() => freePort()));
    const descriptions = SERVICES.map((service, index) =>
      describe(ground, service, { ...environment, NAIVE_PORT: String(ports[index]) }),
    );
    const supervisor = new ProcessSupervisor();
    const url = `http://127.0.0.1:${ports[SERVICES.indexOf('applications')]}`;
    const naive = new Naive({ url, tokens: ground.tokens }, stack.kafkaAdministrator, supervisor);
    await supervisor.start(...descriptions).catch(async (error: unknown) => {
      await naive.stop();
      throw error;
    });
    return naive;
  }

  pids(): Record<string, number[]> {
    return Object.fromEntries(
      SERVICES.map((service) => [service, [this.process(service).pid ?? []].flat()]),
    );
  }

  kill(service: ServiceName): Promise<void> {
    return this.process(service).kill();
  }

  async waitReady(): Promise<void> {
    await Promise.all(SERVICES.map((service) => this.process(service).waitReady()));
  }

  /** It has no relay that could still send: what its groups have not to read, nobody will bring any more. */
  async isQuiet(): Promise<boolean> {
    const groups = SERVICES.map((service) => ({
      groupId: groupOf(service),
      topics: topicsReadBy(service),
    }));
    return (await lagOf(this.kafka, groups)) === 0n;
  }

  stop(): Promise<void> {
    return this.supervisor.stop();
  }

  private process(service: ServiceName) {
    return this.supervisor.get(`naive-${service}`);
  }
}

function describe(
  { folder }: Ground,
  service: ServiceName,
  environment: Record<string, string>,
): ProcessDescription {
  return {
    name: `naive-${service}`,
    command: process.execPath,
    args: [PROGRAM],
    environment: { ...environment, NAIVE_SERVICE: service },
    ready: { line: /^ready$/ },
    readyWithinMs: 60_000,
    logFile: join(folder, 'logs', `naive-${service}.log`),
  };
}

async function createDatabase(adminUrl: string): Promise<void> {
  const server = await ObservedDatabase.open(adminUrl, 'postgres');
  await server.rows(`CREATE DATABASE ${DATABASE}`);
  await server.close();
  const database = await ObservedDatabase.open(adminUrl, DATABASE);
  for (const service of SERVICES) await database.rows(`CREATE SCHEMA ${naiveSchemaOf(service)}`);
  await database.close();
}

function urlIn(adminUrl: string, database: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url.href;
}
