import { expect, it } from '@jest/globals';
import type { ServiceDatabase } from '@app/persistence';
import { partitionOf } from '../../partition/partition-of.js';
import { acceptTruncation } from '../../replay/accept-truncation.js';
import { reconcile, type ReconcileReport } from '../../replay/reconcile.js';
import { caseIds, type DeliveryWorld } from '../delivery-world.js';
import { saidSoFar } from './raw-events.js';
import { PATIENCE_MS, type WorldMaker } from './world-maker.js';

const why = { by: 'an operator', reason: 'nightly' };

/** The last record of a case, lost on its way: no number tells. */
export function lossTests(make: WorldMaker): void {
  function compare(
    world: DeliveryWorld,
    how: { dryRun?: boolean; reader?: ServiceDatabase } = {},
  ): Promise<ReconcileReport> {
    const { writer, reader } = world.services;
    const { topic } = world.contract;
    return reconcile(
      { topic, writer: writer.db, reader: reader.db, consumer: 'life-events', ...how },
      why,
    );
  }

  async function lastUnread(): Promise<{ world: DeliveryWorld; key: string; other: string }> {
    const world = await make();
    await world.start();
    const [key, other] = caseIds(2) as [string, string];
    for (let round = 0; round < 3; round++) await world.say([key, other]);
    await world.settle();
    await world.reader.stop();
    await world.say([key]);
    await world.writer.relay.drainTo();
    return { world, key, other };
  }

  async function foundAndBrought(
    world: DeliveryWorld,
    reader: DeliveryWorld['reader'],
  ): Promise<void> {
    expect(await compare(world, { dryRun: true })).toMatchObject({ behind: 1, redelivered: 0 });
    expect(await compare(world)).toMatchObject({ behind: 1, redelivered: 1, lost: [], ahead: [] });
    await world.writer.relay.drainTo();
    await reader.caughtUp();
    expect(await compare(world)).toMatchObject({ behind: 0, redelivered: 0 });
  }

  it(
    'is not noticed by any number, found by reconcile and brought',
    async () => {
      const { world, key, other } = await lastUnread();
      const kept = (await saidSoFar(world)).slice(0, -1);
      await world.services.harness.recreate(world.contract.topic);
      await world.services.harness.inject(kept);
      const again = world.readerLike(world.services.readerAgain());
      await world.start(again);
      await again.caughtUp();
      expect(again.readiness().halted).toEqual([]);
      expect(await world.sequences(key)).toEqual([1, 2, 3]);
      await foundAndBrought(world, again);
      expect(await world.sequences(key)).toEqual([1, 2, 3, 4]);
      expect(await world.sequences(other)).toEqual([1, 2, 3]);
    },
    PATIENCE_MS,
  );

  it(
    'is found, too, where retention took it before it was read',
    async () => {
      const { world, key } = await lastUnread();
      const { topic } = world.contract;
      const partition = partitionOf(key);
      const inPartition = (await saidSoFar(world)).filter((one) => one.partition === partition);
      const offset = BigInt(inPartition.length);
      await world.services.harness.trim({ topic, partition, offset });
      const again = world.readerLike(world.services.readerAgain());
      await world.start(again);
      await world.somethingHalted(again);
      await acceptTruncation(world.services.reader.uow, { consumer: 'life-events', topic }, why);
      await world.nothingHalted(again);
      await again.caughtUp();
      expect(await world.sequences(key)).toEqual([1, 2, 3]);
      await foundAndBrought(world, again);
      expect(await world.sequences(key)).toEqual([1, 2, 3, 4]);
    },
    PATIENCE_MS,
  );

  it(
    'takes nobody for ahead who only read what was said while it compared',
    async () => {
      const world = await make();
      await world.start();
      const [key, fresh] = caseIds(2) as [string, string];
      await world.say([key]);
      await world.settle();
      const { db } = world.services.reader;
      let compared = false;
      const reader = Object.create(db) as ServiceDatabase;
      reader.query = async (...args) => {
        if (!compared) {
          compared = true;
          await world.say([key, fresh]);
          await world.settle();
        }
        return db.query(...args);
      };
      expect(await compare(world, { reader })).toMatchObject({ ahead: [], lost: [] });
      expect(compared).toBe(true);
    },
    PATIENCE_MS,
  );
}
