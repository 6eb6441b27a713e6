import { SERVICES, type ServiceName } from '@app/contracts';
import { type KafkaAccess, prepareKafkaCluster } from '@app/messaging';
import { join } from 'node:path';
import type { ExternalKafka } from './broker-availability.js';
import { type Front, type KafkaCluster, startKafkaCluster, UNHEARD } from './kafka-cluster.js';
import type { ServerCertificate } from './stack-tls.js';
import type { StackFolder } from './stack-folder.js';

export interface StackKafkaOptions {
  readonly folder: StackFolder;
  /** A cluster that runs already, instead of nodes of our own. */
  readonly external?: ExternalKafka | undefined;
  /** Of our own. */
  readonly nodes: 1 | 3;
  readonly front?: Front | undefined;
  readonly tls?: ServerCertificate | undefined;
  readonly restart: boolean;
  readonly onEvent: (event: string) => void;
  readonly onLine: (node: string, line: string) => void;
}

/** The brokers of one stack with topics, users and rights: nodes of our own, or a cluster that runs already. */
export class StackKafka {
  /** Undefined when it is not our own. */
  readonly cluster: KafkaCluster | undefined;
  /** May do everything, so that tests may look into topics. */
  readonly administrator: KafkaAccess;
  readonly #external: ExternalKafka | undefined;

  private constructor(cluster: KafkaCluster | undefined, external: ExternalKafka | undefined) {
    this.cluster = cluster;
    this.#external = external;
    this.administrator = cluster?.administrator ?? {
      brokers: external?.brokers ?? [],
      sasl: external?.administrator,
    };
  }

  static async start(options: StackKafkaOptions): Promise<StackKafka> {
    const { external, onEvent } = options;
    const cluster = external ? undefined : await startNodes(options);
    const kafka = new StackKafka(cluster, external);
    try {
      const { given } = await prepareKafkaCluster({ ...kafka.administrator, ...UNHEARD });
      const nodes = cluster ? `${cluster.nodes.length} node(s)` : 'an external cluster';
      onEvent(`Kafka is up: ${nodes}, topics and rights are there (${given} new rights)`);
    } catch (error) {
      await kafka.stop();
      throw error;
    }
    return kafka;
  }

  /** The brokers, with the service's own login. */
  accessOf(service: ServiceName): KafkaAccess {
    if (this.cluster) return this.cluster.accessOf(service);
    const password = this.#external?.passwords[service];
    return {
      brokers: this.administrator.brokers,
      sasl: password === undefined ? undefined : { username: service, password },
    };
  }

  async stop(): Promise<void> {
    await this.cluster?.stop();
  }
}

function startNodes({
  folder,
  nodes,
  front,
  tls,
  restart,
  onEvent,
  onLine,
}: StackKafkaOptions): Promise<KafkaCluster> {
  return startKafkaCluster({
    ...{ nodes, tls, restart, onEvent, onLine },
    ...(front && { front }),
    dataDir: join(folder.path, 'kafka'),
    users: SERVICES,
    logFile: (name) => folder.logFile(name),
  });
}
