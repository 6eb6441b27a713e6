import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  brokerAvailability,
  type KafkaBroker,
  startKafkaBroker,
} from '../../deploy/native/src/index.js';

/**
 * Tests on a broker of their own, which they may stop and kill. Where none can be started they are reported as skipped,
 * with the reason; with CI=true that is a failure.
 */
export function describeWithOwnBroker(
  subject: string,
  tests: (broker: () => KafkaBroker) => void,
): void {
  const availability = brokerAvailability({ ...process.env, KAFKA_BROKERS: '' });
  if (availability.kind === 'local') describeOnBroker(subject, tests);
  else describeWithout(subject, availability.kind === 'none' ? availability.reason : '');
}

function describeOnBroker(subject: string, tests: (broker: () => KafkaBroker) => void): void {
  describe(subject, () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'madoguchi-kafka-'));
    let broker: KafkaBroker | undefined;
    beforeAll(async () => {
      broker = await startKafkaBroker({ dataDir });
    }, 360_000);
    afterAll(async () => {
      await broker?.stop();
      rmSync(dataDir, { recursive: true, force: true });
    }, 60_000);
    tests(() => {
      if (!broker) throw new Error('The broker did not start.');
      return broker;
    });
  });
}

function describeWithout(subject: string, reason: string): void {
  describe(subject, () => {
    if (process.env['CI'] === 'true')
      it('has a broker', () => {
        throw new Error(reason);
      });
    else it.skip(reason, () => undefined);
  });
}
