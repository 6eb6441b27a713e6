import { type KafkaAccess, leaderOf } from '@app/messaging';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type KafkaClientProof,
  type KafkaTlsFiles,
  type NodePorts,
  serverProperties,
} from './kafka-config.js';
import { javaArguments } from './kafka-java.js';
import { KafkaNode } from './kafka-node.js';
import { KafkaStorage, type NodeFiles } from './kafka-storage.js';
import { ADMINISTRATOR, KafkaUsers, NODE } from './kafka-users.js';
import { RememberedPorts } from './ports.js';
import type { ProcessDescription } from './supervised-process.js';
import { together } from './together.js';

export interface KafkaClusterOptions {
  /** Everything lies here: data, settings, passwords, logs. A cluster started there again has its topics and users. */
  readonly dataDir: string;
  /** Default: 1. With 3 everything has three copies, two of which must have it before it counts as sent. */
  readonly nodes?: 1 | 3;
  /** Users beside the administrator; they may do nothing until they are given rights. */
  readonly users?: readonly string[];
  readonly front?: Front;
  /** Nobody speaks with the nodes without TLS, they among themselves neither; without it, nobody does with. */
  readonly tls?: KafkaTls | undefined;
  /** Start again what dies; default false, for tests that decide that themselves. */
  readonly restart?: boolean;
  /** Default: in the folder of the node. */
  readonly logFile?: (node: string) => string;
  readonly onEvent?: (event: string) => void;
  readonly onLine?: (node: string, line: string) => void;
}

/** A server's certificate, which names 127.0.0.1, and who signed it and its clients'; all as PEM. */
export interface KafkaTls {
  readonly certificate: string;
  readonly key: string;
  readonly ca: string;
  /** Default: by password. */
  readonly clients?: KafkaClientProof;
}

/**
 * The port that clients of a server are told of instead of the server's own (a fault proxy's). Asked once, before
 * anybody connects. Servers are `postgres`, `kafka-1`, `kafka-2`, `kafka-3`.
 */
export type Front = (server: string, port: number) => Promise<number>;

/** A real Kafka cluster as local processes. */
export class KafkaCluster {
  readonly nodes: readonly KafkaNode[];
  readonly #users: KafkaUsers;
  readonly #tls: KafkaTlsFiles | undefined;

  constructor(nodes: readonly KafkaNode[], users: KafkaUsers, tls?: KafkaTlsFiles) {
    this.nodes = nodes;
    this.#users = users;
    this.#tls = tls;
  }

  /** Where clients connect. */
  get brokers(): readonly string[] {
    return this.nodes.map(({ advertised }) => advertised);
  }

  /** May do everything: sets up topics and rights, and looks into topics in tests. */
  get administrator(): KafkaAccess {
    return this.accessOf(ADMINISTRATOR);
  }

  accessOf(user: string): KafkaAccess {
    const access = { brokers: this.brokers, sasl: this.#users.login(user) };
    return this.#tls ? { ...access, tls: { ca: this.#tls.ca } } : access;
  }

  /** The node that leads the partition now; waits while there is none. */
  async leaderOf(topic: string, partition: number): Promise<KafkaNode> {
    for (;;) {
      const id = await leaderOf({ ...this.administrator, ...UNHEARD }, { topic, partition });
      const leader = this.nodes.find((node) => node.id === id);
      if (leader) return leader;
      await delay(100);
    }
  }

  async start(): Promise<void> {
    await together(this.nodes.map((node) => node.start()));
  }

  async stop(): Promise<void> {
    await together(this.nodes.map((node) => node.stop()));
  }

  /** All nodes at once. */
  async kill(signal?: NodeJS.Signals): Promise<void> {
    await together(this.nodes.map((node) => node.kill(signal)));
  }
}

const ignore = (): void => undefined;
/** What kafkajs says meanwhile is of no use: it works, or the error says why not. */
export const UNHEARD = {
  clientId: 'stack',
  log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
};

/** Starts a cluster and waits until all its nodes serve; the first time its jars are fetched. */
export async function startKafkaCluster(options: KafkaClusterOptions): Promise<KafkaCluster> {
  const { dataDir, nodes: count = 1 } = options;
  const storage = new KafkaStorage(dataDir, count);
  const users = new KafkaUsers(dataDir);
  const isNew = users.all.length === 0;
  const added = users.missing([ADMINISTRATOR, NODE, ...(options.users ?? [])]);
  if (isNew) users.keep(added);
  const ids = Array.from({ length: count }, (_, index) => index + 1);
  const files = ids.map((id) => storage.filesOf(id));
  const ports = await portsOf(options, ids);
  const tls = options.tls && storage.keepTls(options.tls);
  ids.forEach((id, index) => writeSettings(id, files[index]!, ports, { users, tls }));
  await storage.format(files, users.all);
  const java = await javaArguments();
  const nodes = ids.map((id, index) => {
    const description = describe(id, files[index]!, java, options);
    return new KafkaNode(id, ports[index]!, description);
  });
  const cluster = new KafkaCluster(nodes, users, tls);
  try {
    await cluster.start();
    if (!isNew && added.length > 0) {
      await storage.addUsers(cluster.administrator, added);
      users.keep(added);
    }
  } catch (error) {
    await cluster.stop();
    throw error;
  }
  return cluster;
}

async function portsOf(
  { dataDir, front }: KafkaClusterOptions,
  ids: readonly number[],
): Promise<NodePorts[]> {
  const remembered = new RememberedPorts(join(dataDir, 'ports.json'));
  const ports: NodePorts[] = [];
  for (const id of ids) {
    const client = await remembered.get(`client-${id}`);
    const controller = await remembered.get(`controller-${id}`);
    const advertised = (await front?.(`kafka-${id}`, client)) ?? client;
    ports.push({ client, advertised, controller });
  }
  return ports;
}

function writeSettings(
  id: number,
  { settingsFile, logDir }: NodeFiles,
  ports: readonly NodePorts[],
  { users, tls }: { readonly users: KafkaUsers; readonly tls: KafkaTlsFiles | undefined },
): void {
  const settings = serverProperties({
    ...{ id, ports: ports[id - 1]!, logDir },
    controllers: ports.map(({ controller }) => controller),
    node: users.login(NODE),
    administrator: users.login(ADMINISTRATOR),
    tls,
  });
  writeFileSync(settingsFile, settings, { mode: 0o600 });
}

function describe(
  id: number,
  { folder, settingsFile }: NodeFiles,
  java: readonly string[],
  { nodes = 1, restart = false, logFile, onEvent, onLine }: KafkaClusterOptions,
): ProcessDescription {
  const name = nodes === 1 ? 'kafka' : `kafka-${id}`;
  return {
    name,
    command: 'java',
    args: [...java, 'kafka.Kafka', settingsFile],
    ready: { line: /Kafka Server started/ },
    readyWithinMs: 120_000,
    logFile: logFile?.(name) ?? join(folder, 'broker.log'),
    restart,
    ...(onEvent && { onEvent }),
    ...(onLine && { onLine: (line) => onLine(name, line) }),
  };
}
