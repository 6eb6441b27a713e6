import { SERVICES, type ProblemCode } from '@app/contracts';
import { Problem, toProblemJson } from '@app/observability';
import { EMBEDDED_SETTINGS } from '@app/persistence';
import { serverProperties } from '../../deploy/native/src/kafka-config.js';
import { composeOf, jsonOf, settingsOf, unless, type Check } from './deploy-files.js';

const REFUSALS: readonly ProblemCode[] = [
  'not-found',
  'payload-too-large',
  'outcome-unknown',
  'temporarily-unavailable',
];
const NOT_FOR_OUTSIDE = [
  '/health/live',
  '/health/ready',
  '/metrics',
  '/docs',
  '/docs-json',
  '/v1/operations',
];

/** Every route of every service leads to it, nothing else leads anywhere, and refusals are those of the code. */
export const gatewayFits: Check = (files) => {
  const table = /map \$uri \$service \{([^}]+)\}/.exec(files.gateway)?.[1] ?? '';
  const ways = [...table.matchAll(/~(\S+) ([\w-]+:\d+);/g)].map(
    ([, pattern = '', upstream = '']) => [new RegExp(pattern), upstream] as const,
  );
  const wayOf = (path: string): string | undefined =>
    ways.find(([pattern]) => pattern.test(path))?.[1];
  const { services } = composeOf(files);
  return [
    ...SERVICES.flatMap((service) => {
      const prefix = service.toUpperCase().replaceAll('-', '_');
      const expected = `${service}:${services[service]?.environment?.[`${prefix}_PORT`]}`;
      return routesOf(service).flatMap((path) =>
        unless(wayOf(path) === expected, `${path} does not lead to ${expected}`),
      );
    }),
    ...NOT_FOR_OUTSIDE.flatMap((path) => unless(wayOf(path) === undefined, `${path} is open`)),
    ...REFUSALS.flatMap((code) =>
      unless(files.gateway.includes(refusal(code)), `no refusal ${code}`),
    ),
    ...unless(
      /error_page 502 504 = @away;/.test(files.gateway),
      'an upstream that is away is not 503',
    ),
    ...unless(
      /add_header Retry-After \d+ always;/.test(files.gateway),
      'nobody is told when to retry',
    ),
    ...unless(!/proxy_ignore_headers/.test(files.gateway), 'live streams are buffered'),
    ...unless(
      !/\$remote_addr|\$args|\$request_uri|\$request\b/.test(files.gateway),
      'the log says who asked',
    ),
  ];
};

const routesOf = (service: string): string[] =>
  Object.keys((jsonOf(`docs/openapi/${service}.json`) as { paths: object }).paths);

const refusal = (code: ProblemCode): string => {
  const problem = toProblemJson(new Problem(code), 'ID');
  return JSON.stringify(problem).replace(':ID"', ':$request_id"');
};

/** For tests on one machine only: everything at once, on loopback. */
const OF_ONE_MACHINE = new Set([
  'controller.quorum.voters',
  'listeners',
  'advertised.listeners',
  'log.dirs',
  'node.id',
  'group.initial.rebalance.delay.ms',
  'broker.session.timeout.ms',
  'broker.heartbeat.interval.ms',
  'offsets.topic.num.partitions',
]);

/** Rights, mechanisms and copies are those of the native cluster; the nodes know one another and their users. */
export const kafkaFits: Check = (files) => {
  const { services } = composeOf(files);
  const nodes = Object.keys(services).filter((name) => name.startsWith('kafka-'));
  const own = settingsOf(files.kafka);
  const secret = '${directory:/run/secrets:kafka_node_password}';
  const native = settingsOf(
    serverProperties({
      ...{
        id: 1,
        ports: { client: 1, advertised: 1, controller: 1 },
        logDir: '',
        controllers: [1, 2, 3],
      },
      node: { username: 'node', password: secret },
      administrator: { username: 'administrator', password: 'not in the settings' },
    }),
  );
  const compared = [...native].filter(([key]) => !OF_ONE_MACHINE.has(key));
  const voters = nodes.map((name) => `${name.slice('kafka-'.length)}@${name}:9093`).join();
  return [
    ...compared.flatMap(([key, value]) =>
      unless(own.get(key) === value, `Kafka: ${key} is not ${value}`),
    ),
    ...unless(nodes.length === 3, 'there are not three nodes'),
    ...unless(own.get('controller.quorum.voters') === voters, `the quorum is not ${voters}`),
    ...nodes.flatMap((name) => {
      const { environment = {}, secrets = [] } = services[name] ?? {};
      const users = ['administrator', 'node', ...SERVICES].map(
        (user) => `kafka_${user.replaceAll('-', '_')}_password`,
      );
      return [
        ...unless(
          `kafka-${environment.NODE_ID}` === name && environment.NODE_HOST === name,
          `${name} takes another’s place`,
        ),
        ...unless([...secrets].sort().join() === users.sort().join(), `${name} makes other users`),
      ];
    }),
    ...SERVICES.flatMap((service) =>
      unless(
        services[service]?.environment?.KAFKA_BROKERS ===
          nodes.map((name) => `${name}:9092`).join(),
        `${service} knows other brokers`,
      ),
    ),
  ];
};

/** Where the server listens is another matter in a container, and so is how much memory it has. */
const OF_THE_MACHINE = new Set(['listen_addresses', 'unix_socket_directories', 'shared_buffers']);

export const postgresFits: Check = ({ postgres }) => {
  const own = settingsOf(postgres);
  return Object.entries(EMBEDDED_SETTINGS)
    .filter(([key]) => !OF_THE_MACHINE.has(key))
    .flatMap(([key, value]) =>
      unless(own.get(key) === value, `PostgreSQL: ${key} is not ${value}`),
    );
};
