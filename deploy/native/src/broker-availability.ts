import { SERVICES, type ServiceName } from '@app/contracts';
import type { KafkaLogin } from '@app/messaging';
import { spawnSync } from 'node:child_process';
import { kafkaJarsAreHere } from './kafka-jars.js';

/** A cluster that runs already; without logins it must let everybody in. */
export interface ExternalKafka {
  readonly brokers: readonly string[];
  readonly administrator: KafkaLogin | undefined;
  /** Of each service's user, whose name is the service's. Empty without logins. */
  readonly passwords: Readonly<Partial<Record<ServiceName, string>>>;
}

export type BrokerAvailability =
  | { readonly kind: 'external'; readonly kafka: ExternalKafka }
  | { readonly kind: 'local' }
  | { readonly kind: 'none'; readonly reason: string };

/**
 * Where a Kafka broker can be had: KAFKA_BROKERS names one that runs; else Java, and Maven for the first time, can start
 * one here; else the reason, in one line for people.
 * @throws when KAFKA_BROKERS comes with some of the logins and not with all
 */
export function brokerAvailability(
  environment: NodeJS.ProcessEnv = process.env,
): BrokerAvailability {
  const brokers = (environment['KAFKA_BROKERS'] ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);
  if (brokers.length > 0) return { kind: 'external', kafka: { brokers, ...loginsIn(environment) } };
  if (!runs('java', ['-version'])) return none('java is not installed (17 or newer)');
  if (!kafkaJarsAreHere() && !runs('mvn', ['-v']))
    return none('mvn is not installed, and the jars were not fetched before');
  return { kind: 'local' };
}

/** KAFKA_USERNAME and KAFKA_PASSWORD are the administrator's, RESIDENT_KAFKA_PASSWORD is that of the user `resident`. */
function loginsIn(environment: NodeJS.ProcessEnv): Omit<ExternalKafka, 'brokers'> {
  const names = ['KAFKA_USERNAME', 'KAFKA_PASSWORD', ...SERVICES.map(passwordVariable)];
  const absent = names.filter((name) => !environment[name]);
  if (absent.length === names.length) return { administrator: undefined, passwords: {} };
  if (absent.length > 0)
    throw new Error(`A Kafka cluster with logins needs all of them: ${absent.join(', ')} not set.`);
  const valueOf = (name: string): string => environment[name] ?? '';
  return {
    administrator: {
      username: valueOf('KAFKA_USERNAME'),
      password: valueOf('KAFKA_PASSWORD'),
    },
    passwords: Object.fromEntries(
      SERVICES.map((service) => [service, valueOf(passwordVariable(service))]),
    ),
  };
}

const passwordVariable = (service: ServiceName): string =>
  `${service.toUpperCase().replaceAll('-', '_')}_KAFKA_PASSWORD`;

function none(missing: string): BrokerAvailability {
  return {
    kind: 'none',
    reason: `No Kafka broker can be had: KAFKA_BROKERS is not set, and ${missing}.`,
  };
}

function runs(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore', timeout: 20_000 }).status === 0;
}
