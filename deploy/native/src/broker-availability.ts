import { spawnSync } from 'node:child_process';
import { kafkaJarsAreHere } from './kafka-jars.js';

export type BrokerAvailability =
  | { readonly kind: 'external'; readonly brokers: readonly string[] }
  | { readonly kind: 'local' }
  | { readonly kind: 'none'; readonly reason: string };

/**
 * Where a Kafka broker can be had: KAFKA_BROKERS names one that runs; else Java, and Maven for the first time, can start
 * one here; else the reason, in one line for people.
 */
export function brokerAvailability(
  environment: NodeJS.ProcessEnv = process.env,
): BrokerAvailability {
  const brokers = (environment['KAFKA_BROKERS'] ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);
  if (brokers.length > 0) return { kind: 'external', brokers };
  if (!runs('java', ['-version'])) return none('java is not installed (17 or newer)');
  if (!kafkaJarsAreHere() && !runs('mvn', ['-v']))
    return none('mvn is not installed, and the jars were not fetched before');
  return { kind: 'local' };
}

function none(missing: string): BrokerAvailability {
  return {
    kind: 'none',
    reason: `No Kafka broker can be had: KAFKA_BROKERS is not set, and ${missing}.`,
  };
}

function runs(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore', timeout: 20_000 }).status === 0;
}
