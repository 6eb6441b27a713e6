import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { partitionOf } from '@app/messaging';
import { caseIds, DeliveryWorld, heal, type WorldOptions } from '@app/messaging/testing';
import { embeddedPostgres, type EmbeddedPostgres } from '@app/persistence';
import { kafkaHarness } from './support/kafka-harness.js';
import { describeWithOwnBroker } from './support/kafka-suite.js';
import { until } from './support/until.js';

const numbersTo = (last: number): number[] => Array.from({ length: last }, (_, at) => at + 1);

/** What only a real broker can do to a log, with the real relay and the real reader. */
describeWithOwnBroker('A log that changes behind the back of its reader', (broker, brokerDir) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'madoguchi-cases-'));
  const worlds: DeliveryWorld[] = [];
  let postgres: EmbeddedPostgres | undefined;

  beforeAll(async () => {
    postgres = await embeddedPostgres({ dataDir, settings: { fsync: 'off' } });
    process.env['MADOGUCHI_TEST_PG_URL'] = postgres.adminUrl;
  }, 60_000);
  afterEach(async () => {
    await Promise.all(worlds.splice(0).map((world) => world.dispose()));
  }, 60_000);
  afterAll(async () => {
    await postgres?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }, 60_000);

  async function started(options: WorldOptions = {}): Promise<DeliveryWorld> {
    const world = await DeliveryWorld.create(
      kafkaHarness(() => broker().administrator),
      options,
    );
    worlds.push(world);
    await world.start();
    return world;
  }

  it('is halted when its topic is made anew and grows beyond our place while a chunk waits', async () => {
    let holding = false;
    const [entered, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const prepare = async (): Promise<void> => {
      if (!holding) return;
      entered.resolve();
      await goOn.promise;
    };
    const world = await started({ behaviour: { prepare } });
    const [key] = caseIds(1) as [string];
    for (let count = 0; count < 3; count++) await world.say([key]);
    await world.settle();
    holding = true;
    await world.say([key]);
    await entered.promise;
    const since = performance.now();
    await world.services.harness.recreate(world.contract.topic);
    for (let count = 0; count < 6; count++) await world.say([key]);
    await world.writer.relay.drainTo();
    await until('the chunk has waited for long', () => performance.now() - since > 3_500);
    goOn.resolve();
    await world.somethingHalted(world.reader);
    expect(await world.sequences(key)).toEqual([1, 2, 3, 4]);
    expect(world.counts.of).toEqual({});
    await heal(world, world.reader);
    expect(await world.sequences(key)).toEqual(numbersTo(10));
  }, 120_000);

  it('is halted when the broker comes back without its last batch, and loses and doubles nothing', async () => {
    const world = await started();
    const [key] = caseIds(1) as [string];
    for (let count = 0; count < 4; count++) {
      await world.say([key]);
      await world.settle();
    }
    await broker().stop();
    const { topic } = world.contract;
    cutLastBatch(join(brokerDir, 'node-1', 'log', `${topic}-${partitionOf(key)}`));
    await broker().start();
    await world.say([key]);
    await world.somethingHalted(world.reader);
    await heal(world, world.reader);
    expect(await world.sequences(key)).toEqual(numbersTo(5));
  }, 120_000);
});

/** As after the loss of a page: the log ends one batch earlier. A batch is its offset (8 bytes), its length (4), the rest. */
function cutLastBatch(partitionDir: string): void {
  const file = join(partitionDir, '00000000000000000000.log');
  const bytes = readFileSync(file);
  let last = 0;
  for (let at = 0; at + 12 < bytes.length && bytes.readInt32BE(at + 8) > 0;) {
    last = at;
    at += 12 + bytes.readInt32BE(at + 8);
  }
  truncateSync(file, last);
}
