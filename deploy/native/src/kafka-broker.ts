import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type BrokerPorts, serverProperties } from './kafka-config.js';
import { kafkaJars } from './kafka-jars.js';
import { RememberedPorts } from './ports.js';
import { projectRoot } from './project-root.js';
import { type ProcessDescription, SupervisedProcess } from './supervised-process.js';

const run = promisify(execFile);

export interface BrokerOptions {
  /** Everything of this broker lies here: data, settings, log. A broker started there again has its topics. */
  readonly dataDir: string;
  /** Default: the port of the last time in this folder, else a free one. */
  readonly port?: number;
  /** What clients are told to connect to (a fault proxy's port); default: `port`. */
  readonly advertisedPort?: number;
  readonly logFile?: string;
  readonly onEvent?: (event: string) => void;
  readonly onLine?: (line: string) => void;
  /** Start it again when it dies; default false, for tests that decide that themselves. */
  readonly restart?: boolean;
}

export interface KafkaBroker {
  readonly brokers: readonly string[];
  readonly pid: number | undefined;
  /** Starts it on the same port and data and waits until it serves. */
  start(): Promise<void>;
  /** SIGTERM: a clean stop, about two seconds. */
  stop(): Promise<void>;
  /** A fault; SIGKILL waits until it is gone. */
  kill(signal?: NodeJS.Signals): Promise<void>;
}

/** One real Kafka node as a local process, up in two to three seconds; the first time its jars are fetched. */
export async function startKafkaBroker(options: BrokerOptions): Promise<KafkaBroker> {
  mkdirSync(options.dataDir, { recursive: true });
  const ports = await portsOf(options);
  const description = await describe(options, writeSettings(options.dataDir, ports));
  const broker = new NativeBroker(new SupervisedProcess(description), ports.client);
  try {
    await broker.start();
  } catch (error) {
    await broker.stop();
    throw error;
  }
  return broker;
}

class NativeBroker implements KafkaBroker {
  readonly brokers: readonly string[];
  readonly #process: SupervisedProcess;

  constructor(process: SupervisedProcess, port: number) {
    this.#process = process;
    this.brokers = [`127.0.0.1:${port}`];
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  start(): Promise<void> {
    return this.#process.start();
  }

  stop(): Promise<void> {
    return this.#process.stop();
  }

  kill(signal?: NodeJS.Signals): Promise<void> {
    return this.#process.kill(signal);
  }
}

async function portsOf({ dataDir, port, advertisedPort }: BrokerOptions): Promise<BrokerPorts> {
  const remembered = new RememberedPorts(join(dataDir, 'ports.json'));
  const client = port ?? (await remembered.get('client'));
  return {
    client,
    advertised: advertisedPort ?? client,
    controller: await remembered.get('controller'),
  };
}

function writeSettings(dataDir: string, ports: BrokerPorts): string {
  const file = join(dataDir, 'server.properties');
  writeFileSync(file, serverProperties(ports, join(dataDir, 'log')));
  return file;
}

async function describe(options: BrokerOptions, settingsFile: string): Promise<ProcessDescription> {
  const { dataDir, onEvent, onLine, restart = false } = options;
  const java = javaArguments(await kafkaJars());
  if (!existsSync(join(dataDir, 'log/meta.properties'))) await format(java, settingsFile);
  return {
    name: 'kafka',
    command: 'java',
    args: [...java, 'kafka.Kafka', settingsFile],
    ready: { line: /Kafka Server started/ },
    readyWithinMs: 60_000,
    logFile: options.logFile ?? join(dataDir, 'broker.log'),
    restart,
    ...(onEvent && { onEvent }),
    ...(onLine && { onLine }),
  };
}

/** The class path is one argument with a star that Java reads itself: a shell would spread it over many. */
function javaArguments(jars: string): string[] {
  const logging = join(projectRoot, 'deploy/native/kafka/log4j2.properties');
  return [
    '-Xmx384m',
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    `-Dlog4j2.configurationFile=${logging}`,
    '-cp',
    join(jars, '*'),
  ];
}

async function format(java: readonly string[], settingsFile: string): Promise<void> {
  await run(
    'java',
    [...java, 'kafka.tools.StorageTool', 'format', '-t', clusterId(), '-c', settingsFile],
    { timeout: 60_000 },
  );
}

/** 16 random bytes in base64url; one that begins with a dash would be taken for an option. */
function clusterId(): string {
  const id = randomBytes(16).toString('base64url');
  return id.startsWith('-') ? clusterId() : id;
}
