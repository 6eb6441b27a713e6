import { expect, it } from '@jest/globals';
import { partitionOf } from '../../partition/partition-of.js';
import type { ServiceMessaging } from '../../service-messaging.js';
import { caseIds, type DeliveryWorld } from '../delivery-world.js';
import { heal } from './heal.js';
import { saidSoFar } from './raw-events.js';
import { PATIENCE_MS, type WorldMaker } from './world-maker.js';

const numbersTo = (last: number): number[] => Array.from({ length: last }, (_, at) => at + 1);

/** A log that is not the one that was read before. Without these checks new events are dropped unseen. */
export function truncationTests(make: WorldMaker): void {
  async function afterHalf(): Promise<{ world: DeliveryWorld; key: string }> {
    const world = await make();
    await world.start();
    const [key] = caseIds(1) as [string];
    for (let count = 0; count < 4; count++) await world.say([key]);
    await world.settle();
    await world.reader.stop();
    return { world, key };
  }

  async function readAgain(world: DeliveryWorld): Promise<ServiceMessaging> {
    const again = world.readerLike(world.services.readerAgain());
    await world.start(again);
    return again;
  }

  it(
    'halts a partition whose topic was made anew and is shorter now',
    async () => {
      const { world, key } = await afterHalf();
      await world.services.harness.recreate(world.contract.topic);
      await world.say([key]);
      await world.writer.relay.drainTo();
      const again = await readAgain(world);
      await world.somethingHalted(again);
      // A reader that has not read from all its partitions yet is still starting.
      await world.consumerIs(again, 'degraded');
      expect(again.readiness()).toMatchObject({
        halted: [{ topic: world.contract.topic, partition: partitionOf(key) }],
      });
      expect(await world.sequences(key)).toEqual([1, 2, 3, 4]);
    },
    PATIENCE_MS,
  );

  it(
    'halts a partition whose topic was made anew and is as long again',
    async () => {
      const { world, key } = await afterHalf();
      await world.services.harness.recreate(world.contract.topic);
      for (let count = 0; count < 6; count++) await world.say([key]);
      await world.writer.relay.drainTo();
      const again = await readAgain(world);
      await world.somethingHalted(again);
      expect(again.readiness().halted).toHaveLength(1);
      expect(await world.sequences(key)).toEqual([1, 2, 3, 4]);
    },
    PATIENCE_MS,
  );

  it.each([
    ['goes on being read', true],
    ['is read again only afterwards', false],
  ])(
    'loses and doubles nothing when a topic that was made anew %s, is accepted and redelivered',
    async (_what, running) => {
      const world = await make();
      await world.start();
      const keys = caseIds(8);
      for (let round = 0; round < 3; round++) await world.say(keys);
      await world.settle();
      if (!running) await world.reader.stop();
      const unread = running ? 0 : 1;
      // In the old log only, when nobody reads.
      for (let round = 0; round < unread; round++) await world.say(keys);
      await world.writer.relay.drainTo();
      await world.services.harness.recreate(world.contract.topic);
      await world.say(keys);
      await world.writer.relay.drainTo();
      const reader = running ? world.reader : await readAgain(world);
      await world.somethingHalted(reader, new Set(keys.map(partitionOf)).size);
      await world.say(keys);
      await heal(world, reader);
      await world.say(keys);
      await world.writer.relay.drainTo();
      await reader.caughtUp();
      for (const key of keys) expect(await world.sequences(key)).toEqual(numbersTo(6 + unread));
      expect(world.counts.of.fork).toBeUndefined();
    },
    PATIENCE_MS,
  );

  it.each([
    ['is shorter now', 0],
    ['has been written to since, beyond our place', 3],
  ])(
    'halts a partition of which the log has lost the end and that %s, and heals',
    async (_what, since) => {
      const { world, key } = await afterHalf();
      const kept = (await saidSoFar(world)).slice(0, 2);
      await world.services.harness.recreate(world.contract.topic);
      await world.services.harness.inject(kept);
      for (let count = 0; count < since; count++) await world.say([key]);
      await world.writer.relay.drainTo();
      const again = await readAgain(world);
      await world.somethingHalted(again);
      expect(await world.sequences(key)).toEqual([1, 2, 3, 4]);
      await heal(world, again);
      expect(await world.sequences(key)).toEqual(numbersTo(4 + since));
    },
    PATIENCE_MS,
  );

  it(
    'halts a partition of which the log has lost what was not read yet, and heals',
    async () => {
      const { world, key } = await afterHalf();
      const { topic } = world.contract;
      for (let count = 0; count < 4; count++) await world.say([key]);
      await world.writer.relay.drainTo();
      await world.services.harness.trim({ topic, partition: partitionOf(key), offset: 6n });
      const again = await readAgain(world);
      await world.somethingHalted(again);
      expect(again.readiness().halted).toHaveLength(1);
      expect(await world.sequences(key)).toEqual([1, 2, 3, 4]);
      await heal(world, again);
      expect(await world.sequences(key)).toEqual(numbersTo(8));
    },
    PATIENCE_MS,
  );

  it(
    'does not mind what retention took of the part that was read',
    async () => {
      const { world, key } = await afterHalf();
      const { topic } = world.contract;
      await world.services.harness.trim({ topic, partition: partitionOf(key), offset: 4n });
      await world.say([key]);
      await world.writer.relay.drainTo();
      const again = await readAgain(world);
      await again.caughtUp();
      expect(again.readiness().halted).toEqual([]);
      expect(await world.sequences(key)).toEqual([1, 2, 3, 4, 5]);
    },
    PATIENCE_MS,
  );
}
