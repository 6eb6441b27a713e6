export interface BrokerPorts {
  /** Where clients connect. */
  readonly client: number;
  /** What the broker tells clients to connect to; another one when a proxy stands in front. */
  readonly advertised: number;
  readonly controller: number;
}

/** server.properties of one node in KRaft mode, on 127.0.0.1 only, for development and tests. */
export function serverProperties(ports: BrokerPorts, logDir: string): string {
  return Object.entries(settings(ports, logDir))
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}

function settings(ports: BrokerPorts, logDir: string): Record<string, string | number> {
  return {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${ports.controller}`,
    listeners: `PLAINTEXT://127.0.0.1:${ports.client},CONTROLLER://127.0.0.1:${ports.controller}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${ports.advertised}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': logDir,
    'offsets.topic.replication.factor': 1,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'offsets.topic.num.partitions': 4,
    // A developer's group should not wait for members that do not come.
    'group.initial.rebalance.delay.ms': 0,
    'auto.create.topics.enable': 'false',
    // After kill -9 a node serves again only when its old session has expired: 2 s instead of 9.
    'broker.session.timeout.ms': 2_000,
    'broker.heartbeat.interval.ms': 500,
  };
}
