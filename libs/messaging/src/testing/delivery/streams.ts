import { expect, it } from '@jest/globals';
import { v7 as uuidV7 } from 'uuid';
import { caseIds, type DeliveryWorld } from '../delivery-world.js';
import { noteContract } from '../two-services.js';
import { notingHandler } from '../noting-handler.js';
import { inject } from './raw-events.js';
import { PATIENCE_MS, type WorldMaker } from './world-maker.js';

const dead = (reason: string, key: string, sequence: number) => ({
  key,
  sequence,
  reason,
  state: 'dead',
});

/** What the number of a record says: next, duplicate, fork, gap; and what cannot be read at all. */
export function streamTests(make: WorldMaker): void {
  async function withReader(...args: Parameters<WorldMaker>): Promise<DeliveryWorld> {
    const world = await make(...args);
    await world.start(world.reader);
    return world;
  }

  it(
    'parks behind a gap and applies everything in order when the missing one comes',
    async () => {
      const world = await withReader();
      const [key, other] = caseIds(2) as [string, string];
      await inject(
        world,
        { key, sequence: 1 },
        { key, sequence: 3 },
        { key, sequence: 4 },
        { key: other, sequence: 1 },
      );
      await world.reader.caughtUp();
      expect(await world.sequences(key)).toEqual([1]);
      expect(await world.sequences(other)).toEqual([1]);
      expect(world.counts.of).toEqual({ sequence_gap: 1, parked: 2 });
      await inject(world, { key, sequence: 2 });
      await world.nothingParked();
      expect(await world.sequences(key)).toEqual([1, 2, 3, 4]);
      await inject(world, { key, sequence: 5 });
      await world.reader.caughtUp();
      expect(await world.sequences(key)).toEqual([1, 2, 3, 4, 5]);
    },
    PATIENCE_MS,
  );

  it(
    'waits for the first of a stream of facts, and begins a snapshot stream anywhere',
    async () => {
      const facts = await withReader();
      const [key] = caseIds(1) as [string];
      await inject(facts, { key, sequence: 2 });
      await facts.reader.caughtUp();
      expect(await facts.sequences(key)).toEqual([]);
      expect(facts.counts.of).toEqual({ sequence_gap: 1, parked: 1 });
      const snapshots = await withReader({ contract: { start: 'any' } });
      await inject(snapshots, { key, sequence: 7 }, { key, sequence: 8 }, { key, sequence: 10 });
      await snapshots.reader.caughtUp();
      expect(await snapshots.sequences(key)).toEqual([7, 8]);
      expect(snapshots.counts.of).toEqual({ sequence_gap: 1, parked: 1 });
    },
    PATIENCE_MS,
  );

  it(
    'parks a number that was used before for another event, and raises the alarm',
    async () => {
      const world = await withReader();
      const [key] = caseIds(1) as [string];
      await inject(world, { key, sequence: 1 }, { key, sequence: 2 });
      await inject(world, { key, sequence: 2, note: 'forked' }, { key, sequence: 3 });
      await world.reader.caughtUp();
      expect(await world.sequences(key)).toEqual([1, 2]);
      expect(world.counts.of).toEqual({ fork: 1, dead: 1, parked: 1 });
      expect(await world.parked()).toMatchObject([
        dead('fork', key, 2),
        { key, sequence: 3, reason: 'behind' },
      ]);
    },
    PATIENCE_MS,
  );

  it(
    'drops the second of two copies, in one chunk and across chunks',
    async () => {
      const world = await withReader();
      const [key] = caseIds(1) as [string];
      const id = uuidV7();
      await inject(world, { key, sequence: 1, id }, { key, sequence: 1, id });
      await world.reader.caughtUp();
      await inject(world, { key, sequence: 1, id });
      await world.reader.caughtUp();
      expect(await world.sequences(key)).toEqual([1]);
      expect(world.counts.of).toEqual({ duplicate_dropped: 2 });
    },
    PATIENCE_MS,
  );

  it(
    'drops a copy of what is parked',
    async () => {
      const world = await withReader();
      const [key] = caseIds(1) as [string];
      const id = uuidV7();
      await inject(world, { key, sequence: 2, id }, { key, sequence: 2, id });
      await world.reader.caughtUp();
      expect(world.counts.of).toEqual({ sequence_gap: 1, parked: 1, duplicate_dropped: 1 });
    },
    PATIENCE_MS,
  );

  it(
    'has what breaks its contract dead at once, and its stream wait',
    async () => {
      const world = await withReader();
      const [key, other] = caseIds(2) as [string, string];
      const value = Buffer.from(JSON.stringify({ data: { note: 1, weight: 'x' } }));
      await inject(
        world,
        { key, sequence: 1, value },
        { key, sequence: 2 },
        { key: other, sequence: 1 },
      );
      await world.reader.caughtUp();
      expect(await world.sequences(other)).toEqual([1]);
      expect(await world.parked()).toEqual([
        dead('invalid', key, 1),
        { key, sequence: 2, reason: 'behind', state: 'waiting' },
      ]);
    },
    PATIENCE_MS,
  );

  it(
    'keeps an unknown type for the version that knows it',
    async () => {
      const world = await withReader();
      const [key] = caseIds(1) as [string];
      const type = 'madoguchi.test.of-tomorrow';
      await inject(world, { key, sequence: 1 }, { key, sequence: 2, type }, { key, sequence: 3 });
      await world.reader.caughtUp();
      expect(await world.parked()).toEqual([
        { key, sequence: 2, reason: 'unknown-type', state: 'waiting' },
        { key, sequence: 3, reason: 'behind', state: 'waiting' },
      ]);
      await world.reader.stop();
      const contracts = [world.contract, noteContract(world.contract.topic, { type })];
      await world.start(world.readerLike(world.services.readerAgain(), [notingHandler(contracts)]));
      await world.nothingParked();
      expect(await world.sequences(key)).toEqual([1, 2, 3]);
    },
    PATIENCE_MS,
  );

  it(
    'puts aside what nobody can place, and goes on',
    async () => {
      const world = await withReader();
      const [key] = caseIds(1) as [string];
      const { topic } = world.contract;
      await world.services.harness.inject([
        { topic, partition: 0 },
        {
          topic,
          partition: 0,
          key: 'not a case id',
          headers: { ce_id: 'x' },
          value: Buffer.from('{'),
        },
        { topic, partition: 0, key, headers: { ce_id: uuidV7(), ce_type: 't', ce_sequence: '-1' } },
      ]);
      await inject(world, { key, sequence: 1 });
      await world.reader.caughtUp();
      expect(await world.sequences(key)).toEqual([1]);
      expect(world.counts.of).toEqual({ dead: 3 });
      expect((await world.parked()).map(({ reason, state }) => [reason, state])).toEqual(
        Array(3).fill(['unreadable', 'dead']),
      );
    },
    PATIENCE_MS,
  );
}
