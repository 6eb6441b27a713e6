import { SERVICES, type ServiceName } from '@app/contracts';
import type { KafkaAccess } from '@app/messaging';
import { developmentKeys } from '@app/privacy';
import { provisionDatabases, type ServiceUrls } from '@app/provisioning';
import { join } from 'node:path';
import type { ExternalKafka } from './broker-availability.js';
import type { Front, KafkaCluster } from './kafka-cluster.js';
import { ProcessSupervisor } from './process-supervisor.js';
import { makeTables } from './make-tables.js';
import { stackAnchors } from './stack-anchors.js';
import { StackFolder } from './stack-folder.js';
import { describeIssuer, StackIssuer } from './stack-issuer.js';
import { describeRedis, hasRedis, type StackRedis } from './stack-redis.js';
import { StackKafka } from './stack-kafka.js';
import { StackPostgres } from './stack-postgres.js';
import { StackTls } from './stack-tls.js';
import type { StackService } from './stack-service.js';
import type { ServiceSurroundings } from './stack-services.js';
import { startServices } from './start-services.js';
import type { ProcessDescription, SupervisedProcess } from './supervised-process.js';
import { together } from './together.js';

const NO_LIMITS = { RATE_LIMIT_PER_SUBJECT: '0', RATE_LIMIT_PER_ADDRESS: '0' };

export interface StackOptions {
  /** Everything lies here, and is found again by the next start: data, keys, ports, logs. */
  readonly dataDir: string;
  /** Which services to run; default all five. Databases, keys and topics are made for all. */
  readonly services?: readonly ServiceName[];
  /** How many processes a service has; one when absent. */
  readonly processes?: Readonly<Partial<Record<ServiceName, number>>>;
  /** How many Kafka nodes of our own; default 1. */
  readonly brokers?: 1 | 3;
  /** A cluster that runs already, instead of nodes of our own. */
  readonly externalKafka?: ExternalKafka;
  /** The program of a service instead of the built one, and more of its environment: for tests. */
  readonly programOf?: (service: ServiceName) => string;
  readonly environment?: Readonly<Record<string, string>>;
  /** PostgreSQL, Kafka and Redis of our own speak with nobody in plain; not with a `front`, which reads along. */
  readonly tls?: boolean;
  /** No request is too many: for load tools and tests, which ask as few people from one address. */
  readonly withoutLimits?: boolean;
  /** More settings of the PostgreSQL server: for tests and measurements. */
  readonly postgresSettings?: Readonly<Record<string, string>>;
  /** What stands between the services and their servers: for tests. */
  readonly front?: Front;
  /** Start again what dies (default: yes). */
  readonly restart?: boolean;
  /** What happens, in sentences for people. */
  readonly onEvent?: (event: string) => void;
  /** Every line that a process writes. */
  readonly onLine?: (process: string, line: string) => void;
}

export interface Stack {
  readonly addresses: {
    readonly services: Readonly<Partial<Record<ServiceName, string>>>;
    readonly issuer: string;
    readonly brokers: readonly string[];
    /** The superuser's; it changes never while the stack is up. */
    readonly postgres: string;
  };
  /** What `npm run ops -- … --env FILE` reads. */
  readonly opsEnvironmentFile: string;
  service(name: ServiceName): StackService;
  /** Our own nodes; undefined with an external cluster. */
  readonly kafka: KafkaCluster | undefined;
  /** May do everything in Kafka: for looking into topics. */
  readonly kafkaAdministrator: KafkaAccess;
  readonly postgres: StackPostgres;
  readonly issuer: StackIssuer;
  /** Undefined without limits, and where the machine has no redis-server. */
  readonly redis: StackRedis | undefined;
  /** Services first, then issuer, Kafka and PostgreSQL; bounded, and nothing is left behind. */
  stop(): Promise<void>;
}

/** Starts the distributed system as local processes; resolves when every service is ready, else stops all and rejects. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const folder = await StackFolder.take(options.dataDir);
  const parts = new StackParts(folder, options);
  try {
    return await parts.start();
  } catch (error) {
    await parts.stop();
    throw error;
  }
}

function find(services: readonly StackService[], name: ServiceName): StackService {
  const found = services.find((one) => one.name === name);
  if (!found)
    throw new Error(
      `${name} does not run in this stack; ${services.map((one) => one.name).join(', ')} do.`,
    );
  return found;
}

function atPort({ database, keys }: ServiceUrls, port: number): ServiceUrls {
  const moved = (address: string): string => Object.assign(new URL(address), { port }).href;
  return { database: moved(database), keys: moved(keys) };
}

class StackParts {
  readonly #folder: StackFolder;
  readonly #options: StackOptions;
  readonly #supervisor = new ProcessSupervisor();
  #kafka?: StackKafka;
  #postgres?: StackPostgres;
  #tls?: StackTls;

  constructor(folder: StackFolder, options: StackOptions) {
    this.#folder = folder;
    this.#options = options;
    folder.occupy();
  }

  async start(): Promise<Stack> {
    if (this.#options.tls) this.#tls = await StackTls.make(this.#folder, new Date());
    const [{ postgres, urlsOf }, kafka, issuer, keys, anchors, redis] = await together([
      this.#startPostgres(),
      this.#startKafka(),
      this.#startIssuer(),
      developmentKeys(join(this.#folder.path, 'keys'), SERVICES),
      stackAnchors(this.#folder.path),
      this.#startRedis(),
    ]);
    this.#folder.occupy();
    const audience = await issuer.audience();
    const introspection = await issuer.introspection();
    const services = await this.#startServices({
      ...{ keys, anchors, urlsOf, issuer: issuer.url, audience, introspection, redis },
      kafkaOf: (service) => kafka.accessOf(service),
      logFile: (name) => this.#folder.logFile(name),
      programOf: this.#options.programOf,
      environment: { ...(this.#options.withoutLimits && NO_LIMITS), ...this.#options.environment },
    });
    const urls = Object.fromEntries(services.map(({ name, url }) => [name, url]));
    const opsEnvironmentFile = this.#folder.writeOpsEnvironment(
      new Map(SERVICES.map((service) => [service, urlsOf(service).database])),
      { url: issuer.url, audience, introspection },
      anchors,
    );
    const { brokers } = kafka.administrator;
    return {
      opsEnvironmentFile,
      addresses: { services: urls, issuer: issuer.url, brokers, postgres: postgres.adminUrl },
      service: (name) => find(services, name),
      kafka: kafka.cluster,
      kafkaAdministrator: kafka.administrator,
      postgres,
      issuer,
      redis,
      stop: () => this.stop(),
    };
  }

  async stop(): Promise<void> {
    await this.#supervisor.stop();
    await Promise.all([this.#kafka?.stop(), this.#postgres?.stop()]);
    this.#folder.leave();
  }

  async #startPostgres(): Promise<{
    postgres: StackPostgres;
    urlsOf: (service: ServiceName) => ServiceUrls;
  }> {
    const port = await this.#folder.ports.get('postgres');
    const postgres = new StackPostgres({
      dataDir: join(this.#folder.path, 'postgres'),
      port,
      onEvent: this.#say,
      settings: this.#options.postgresSettings,
      tls: this.#tls?.of('postgres'),
    });
    this.#postgres = postgres;
    await postgres.start();
    this.#say('PostgreSQL is up');
    const databases = await provisionDatabases(postgres.adminUrl, this.#folder.passwords(SERVICES));
    await makeTables(databases.adminUrl);
    this.#say('Databases, logins, tables and the key database are there');
    const clients = (await this.#options.front?.('postgres', port)) ?? port;
    return { postgres, urlsOf: (service) => atPort(databases.urlsOf(service), clients) };
  }

  async #startKafka(): Promise<StackKafka> {
    this.#kafka = await StackKafka.start({
      folder: this.#folder,
      external: this.#options.externalKafka,
      nodes: this.#options.brokers ?? 1,
      front: this.#options.front,
      tls: this.#tls?.of('kafka'),
      restart: this.#options.restart ?? true,
      onEvent: this.#say,
      onLine: (node, line) => this.#options.onLine?.(node, line),
    });
    return this.#kafka;
  }

  async #startIssuer(): Promise<StackIssuer> {
    const port = await this.#folder.ports.get('issuer');
    const [process] = await this.#supervisor.start(
      this.#supervised(describeIssuer(this.#folder, port)),
    );
    this.#say('The development OpenID provider is up');
    return new StackIssuer(`http://127.0.0.1:${port}`, process as SupervisedProcess);
  }

  async #startRedis(): Promise<StackRedis | undefined> {
    if (this.#options.withoutLimits) return undefined;
    if (!hasRedis()) {
      this.#say('redis-server is not on the path: each process counts requests for itself');
      return undefined;
    }
    const port = await this.#folder.ports.get('redis');
    const { redis, description } = describeRedis(this.#folder, port, this.#tls);
    await this.#supervisor.start(this.#supervised(description));
    this.#say('Redis is up');
    return redis;
  }

  #startServices(around: ServiceSurroundings): Promise<StackService[]> {
    const { services = SERVICES, processes = {} } = this.#options;
    return startServices({
      services: services.map((name) => ({ name, processes: processes[name] ?? 1 })),
      around,
      ports: this.#folder.ports,
      start: (...descriptions) =>
        this.#supervisor.start(...descriptions.map((one) => this.#supervised(one))),
    });
  }

  #supervised(description: ProcessDescription): ProcessDescription {
    return {
      ...description,
      restart: this.#options.restart ?? true,
      ...this.#voicesOf(description.name),
    };
  }

  #voicesOf(name: string): Pick<ProcessDescription, 'onEvent' | 'onLine'> {
    return { onEvent: this.#say, onLine: (line) => this.#options.onLine?.(name, line) };
  }

  readonly #say = (event: string): void => this.#options.onEvent?.(event);
}
