import type { KafkaLogin } from '@app/messaging';

export interface NodePorts {
  /** Where clients connect. */
  readonly client: number;
  /** What the node tells clients to connect to; another one when a proxy stands in front. */
  readonly advertised: number;
  readonly controller: number;
}

export interface NodeSettings {
  readonly id: number;
  readonly ports: NodePorts;
  /** The controller ports of all nodes, by id from 1. */
  readonly controllers: readonly number[];
  readonly logDir: string;
  /** As whom the nodes speak with each other. */
  readonly node: KafkaLogin;
  readonly administrator: KafkaLogin;
  readonly tls?: KafkaTlsFiles | undefined;
}

/** In PEM, for whoever connects: clients, and the nodes among themselves. */
export interface KafkaTlsFiles {
  /** The node's key, and its certificate behind it. */
  readonly keystore: string;
  readonly ca: string;
  readonly clients: KafkaClientProof;
}

/** How a client says who it is: by SCRAM, or by a certificate whose name (CN) is its user's. */
export type KafkaClientProof = 'password' | 'certificate';

type Properties = Record<string, string | number>;

/**
 * server.properties of one node in KRaft mode, on 127.0.0.1 only, for development and tests. Nobody gets in without a
 * login, nobody may do what no ACL says but the administrator and the nodes themselves.
 */
export function serverProperties(settings: NodeSettings): string {
  return Object.entries({
    ...addresses(settings),
    ...copies(settings),
    ...rights(settings),
    ...tlsOf(settings),
  })
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}

function addresses({ id, ports, controllers, logDir }: NodeSettings): Properties {
  return {
    'process.roles': 'broker,controller',
    'node.id': id,
    'controller.quorum.voters': controllers
      .map((port, index) => `${index + 1}@127.0.0.1:${port}`)
      .join(','),
    listeners: `CLIENT://127.0.0.1:${ports.client},CONTROLLER://127.0.0.1:${ports.controller}`,
    'advertised.listeners': `CLIENT://127.0.0.1:${ports.advertised}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'CLIENT',
    'log.dirs': logDir,
    // A developer's group should not wait for members that do not come.
    'group.initial.rebalance.delay.ms': 0,
    'auto.create.topics.enable': 'false',
    // After kill -9 a node serves again only when its old session has expired: 2 s instead of 9.
    'broker.session.timeout.ms': 2_000,
    'broker.heartbeat.interval.ms': 500,
  };
}

/** On three nodes everything lies on all of them, and is acknowledged when two have it. */
function copies({ controllers }: NodeSettings): Properties {
  const replicas = controllers.length;
  const acknowledged = replicas > 1 ? 2 : 1;
  return {
    'default.replication.factor': replicas,
    'min.insync.replicas': acknowledged,
    'offsets.topic.replication.factor': replicas,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': replicas,
    'transaction.state.log.min.isr': acknowledged,
  };
}

function tlsOf({ tls }: NodeSettings): Properties {
  if (!tls) return {};
  const isByCertificate = tls.clients === 'certificate';
  return {
    'listener.security.protocol.map': `CLIENT:${isByCertificate ? 'SSL' : 'SASL_SSL'},CONTROLLER:SASL_SSL`,
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.location': tls.keystore,
    'ssl.truststore.type': 'PEM',
    'ssl.truststore.location': tls.ca,
    'listener.name.client.ssl.client.auth': isByCertificate ? 'required' : 'none',
    'ssl.principal.mapping.rules': 'RULE:^CN=([^,]+)$/$1/,DEFAULT',
  };
}

/** Controllers know no SCRAM before they have read the log in which it lies: among themselves they use PLAIN. */
function rights({ node, administrator }: NodeSettings): Properties {
  const security = 'org.apache.kafka.common.security';
  const login = `required username="${node.username}" password="${node.password}"`;
  return {
    'listener.security.protocol.map': 'CLIENT:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT',
    'sasl.mechanism.inter.broker.protocol': 'SCRAM-SHA-512',
    'sasl.mechanism.controller.protocol': 'PLAIN',
    'listener.name.client.sasl.enabled.mechanisms': 'SCRAM-SHA-512',
    'listener.name.client.scram-sha-512.sasl.jaas.config': `${security}.scram.ScramLoginModule ${login};`,
    'listener.name.controller.sasl.enabled.mechanisms': 'PLAIN',
    'listener.name.controller.plain.sasl.jaas.config': `${security}.plain.PlainLoginModule ${login} user_${node.username}="${node.password}";`,
    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'super.users': `User:${administrator.username};User:${node.username}`,
    'allow.everyone.if.no.acl.found': 'false',
  };
}
