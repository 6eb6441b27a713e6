import { afterAll, beforeAll } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deliveryContract, eventLogContract } from '@app/messaging/testing';
import { embeddedPostgres, type EmbeddedPostgres } from '@app/persistence';
import { kafkaHarness } from './support/kafka-harness.js';
import { describeWithOwnBroker } from './support/kafka-suite.js';

describeWithOwnBroker('On a real Kafka broker', (broker) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'madoguchi-kafka-log-'));
  let postgres: EmbeddedPostgres | undefined;

  beforeAll(async () => {
    postgres = await embeddedPostgres({ dataDir, settings: { fsync: 'off' } });
    process.env['MADOGUCHI_TEST_PG_URL'] = postgres.adminUrl;
  }, 60_000);

  afterAll(async () => {
    await postgres?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }, 60_000);

  const harness = kafkaHarness(() => broker().administrator);
  eventLogContract('kafka', harness);
  deliveryContract('kafka', harness);
});
