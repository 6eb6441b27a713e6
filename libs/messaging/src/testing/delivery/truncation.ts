import { expect, it } from '@jest/globals';
import { partitionOf } from '../../partition/partition-of.js';
import { caseIds, type DeliveryWorld } from '../delivery-world.js';
import { PATIENCE_MS, type WorldMaker } from './world-maker.js';

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

  it(
    'halts a partition whose topic was made anew and is shorter now',
    async () => {
      const { world, key } = await afterHalf();
      await world.services.harness.recreate(world.contract.topic);
      await world.say([key]);
      await world.writer.relay.drainTo();
      const again = world.readerLike(world.services.readerAgain());
      await world.start(again);
      await again.caughtUp();
      expect(again.readiness()).toMatchObject({
        ready: false,
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
      const again = world.readerLike(world.services.readerAgain());
      await world.start(again);
      await world.somethingHalted(again);
      expect(again.readiness().halted).toHaveLength(1);
      expect(await world.sequences(key)).toEqual([1, 2, 3, 4]);
    },
    PATIENCE_MS,
  );

  it(
    'halts a partition of which the log has lost what was not read yet',
    async () => {
      const { world, key } = await afterHalf();
      const { topic } = world.contract;
      for (let count = 0; count < 4; count++) await world.say([key]);
      await world.writer.relay.drainTo();
      await world.services.harness.trim({ topic, partition: partitionOf(key), offset: 6n });
      const again = world.readerLike(world.services.readerAgain());
      await world.start(again);
      await world.somethingHalted(again);
      expect(again.readiness().halted).toHaveLength(1);
      expect(await world.sequences(key)).toEqual([1, 2, 3, 4]);
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
      const again = world.readerLike(world.services.readerAgain());
      await world.start(again);
      await again.caughtUp();
      expect(again.readiness().halted).toEqual([]);
      expect(await world.sequences(key)).toEqual([1, 2, 3, 4, 5]);
    },
    PATIENCE_MS,
  );
}
