import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type BrokerAvailability,
  brokerAvailability,
  type Front,
  type KafkaCluster,
  startKafkaCluster,
} from '../../deploy/native/src/index.js';

type Available = Exclude<BrokerAvailability, { kind: 'none' }>;

/** Tests that need a broker of any kind: without one they are skipped with the reason, with CI=true that is a failure. */
export function describeWithKafka(subject: string, tests: (available: Available) => void): void {
  describeWhere(brokerAvailability(), subject, tests);
}

/** What a broker of a test's own has beside itself; its users have no rights yet. */
interface Beside {
  readonly front?: Front;
  readonly users?: readonly string[];
}

/** Tests on a broker of their own, which they may stop and kill, put something in front of, and whose files they may spoil. */
export function describeWithOwnBroker(
  subject: string,
  tests: (broker: () => KafkaCluster, dataDir: string) => void,
  beside: Beside = {},
): void {
  describeWithOwnNodes(subject, () => onBroker(tests, beside));
}

/** Tests that start nodes themselves. */
export function describeWithOwnNodes(subject: string, tests: () => void): void {
  describeWhere(brokerAvailability({ ...process.env, KAFKA_BROKERS: '' }), subject, tests);
}

function describeWhere(
  availability: BrokerAvailability,
  subject: string,
  tests: (available: Available) => void,
): void {
  describe(subject, () => {
    if (availability.kind !== 'none') tests(availability);
    else if (process.env['CI'] === 'true') it('has a broker', () => refuse(availability.reason));
    else it.skip(availability.reason, () => undefined);
  });
}

function refuse(reason: string): never {
  throw new Error(reason);
}

function onBroker(
  tests: (broker: () => KafkaCluster, dataDir: string) => void,
  beside: Beside,
): void {
  const dataDir = mkdtempSync(join(tmpdir(), 'madoguchi-kafka-'));
  let broker: KafkaCluster | undefined;
  beforeAll(async () => {
    broker = await startKafkaCluster({ dataDir, ...beside });
  }, 360_000);
  afterAll(async () => {
    await broker?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }, 60_000);
  tests(() => broker ?? refuse('The broker did not start.'), dataDir);
}
