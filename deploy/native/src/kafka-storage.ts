import type { KafkaAccess, KafkaLogin } from '@app/messaging';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KafkaTls } from './kafka-cluster.js';
import type { KafkaTlsFiles } from './kafka-config.js';
import { kafkaTool, withSecretFile } from './kafka-java.js';
import { together } from './together.js';

interface Identity {
  readonly clusterId: string;
  readonly nodes: number;
}

export interface NodeFiles {
  readonly folder: string;
  readonly settingsFile: string;
  readonly logDir: string;
}

/** Where the cluster's files lie; refuses a folder that another kind of cluster has filled. */
export class KafkaStorage {
  readonly dataDir: string;
  readonly #identity: Identity;

  constructor(dataDir: string, nodes: number) {
    mkdirSync(dataDir, { recursive: true });
    this.dataDir = dataDir;
    this.#identity = identityOf(dataDir, nodes);
    if (this.#identity.nodes !== nodes)
      throw new Error(
        `${dataDir} holds a Kafka cluster of ${this.#identity.nodes} node(s), not of ${nodes}: use another folder, or delete the stack's whole folder to begin anew.`,
      );
  }

  filesOf(id: number): NodeFiles {
    const folder = join(this.dataDir, `node-${id}`);
    mkdirSync(folder, { recursive: true });
    return {
      folder,
      settingsFile: join(folder, 'server.properties'),
      logDir: join(folder, 'log'),
    };
  }

  /** For all nodes the same, as they are on one machine; at each start anew. */
  keepTls({ certificate, key, ca, clients = 'password' }: KafkaTls): KafkaTlsFiles {
    const files = { keystore: join(this.dataDir, 'node.pem'), ca: join(this.dataDir, 'ca.crt') };
    writeFileSync(files.keystore, `${key}${certificate}`, { mode: 0o600 });
    writeFileSync(files.ca, ca);
    return { ...files, clients };
  }

  /** Formats what is not formatted yet. The users are known from the first moment on: the nodes need theirs to begin. */
  async format(nodes: readonly NodeFiles[], users: readonly KafkaLogin[]): Promise<void> {
    const bare = nodes.filter(({ logDir }) => !existsSync(join(logDir, 'meta.properties')));
    if (bare.length === 0) return;
    const secret = join(this.dataDir, 'format.arguments');
    await withSecretFile(secret, formatArguments(users), (file) =>
      together(bare.map(({ settingsFile }) => this.#formatOne(settingsFile, file))),
    );
  }

  /** Users that came after the first start (a new service): over the administrator's connection. */
  async addUsers({ brokers, sasl, tls }: KafkaAccess, added: readonly KafkaLogin[]): Promise<void> {
    if (!sasl) throw new Error('Users are added with the administrator’s login.');
    const client = join(this.dataDir, 'administrator.properties');
    for (const { username, password } of added) {
      const secret = join(this.dataDir, `${username}.properties`);
      await withSecretFile(client, clientProperties(sasl, tls?.ca), () =>
        withSecretFile(secret, `SCRAM-SHA-512=password=${password}\n`, (file) =>
          kafkaTool('kafka.admin.ConfigCommand', [
            ...['--bootstrap-server', brokers.join(','), '--command-config', client, '--alter'],
            ...['--entity-type', 'users', '--entity-name', username, '--add-config-file', file],
          ]),
        ),
      );
    }
  }

  #formatOne(settingsFile: string, argumentsFile: string): Promise<void> {
    const args = ['format', '-t', this.#identity.clusterId, '-c', settingsFile];
    return kafkaTool('kafka.tools.StorageTool', [...args, `@${argumentsFile}`]);
  }
}

/** One argument a line, as StorageTool reads them from a file. */
function formatArguments(users: readonly KafkaLogin[]): string {
  return users
    .map(
      ({ username, password }) =>
        `--add-scram\nSCRAM-SHA-512=[name=${username},password=${password}]\n`,
    )
    .join('');
}

function clientProperties({ username, password }: KafkaLogin, ca?: string): string {
  const module = 'org.apache.kafka.common.security.scram.ScramLoginModule';
  const trust = `ssl.truststore.type=PEM\nssl.truststore.location=${ca}\n`;
  return `security.protocol=${ca === undefined ? 'SASL_PLAINTEXT' : 'SASL_SSL'}
${ca === undefined ? '' : trust}sasl.mechanism=SCRAM-SHA-512
sasl.jaas.config=${module} required username="${username}" password="${password}";
`;
}

function identityOf(dataDir: string, nodes: number): Identity {
  const file = join(dataDir, 'cluster.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Identity;
  if (existsSync(join(dataDir, 'log/meta.properties')))
    throw new Error(
      `${dataDir} holds a Kafka broker without logins, of an earlier version: delete the stack's whole folder to begin anew.`,
    );
  const identity = { clusterId: newClusterId(), nodes };
  writeFileSync(file, JSON.stringify(identity));
  return identity;
}

/** 16 random bytes in base64url; one that begins with a dash would be taken for an option. */
function newClusterId(): string {
  const id = randomBytes(16).toString('base64url');
  return id.startsWith('-') ? newClusterId() : id;
}
