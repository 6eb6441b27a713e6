import { expect, it } from '@jest/globals';
import { partitionOf } from '../../partition/partition-of.js';
import { Watch } from '../../watch.js';
import { caseIds, type DeliveryWorld } from '../delivery-world.js';
import { PATIENCE_MS, type WorldMaker } from './world-maker.js';

const inOrder = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1);

/** A small generator of numbers that can be repeated: the seed stands in the test's name. */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Many transactions at once, each about several cases that others are about as well. */
async function sayAtOnce(
  world: DeliveryWorld,
  keys: readonly string[],
  seed: number,
): Promise<Map<string, number>> {
  const random = numbersFrom(seed);
  const said = new Map(keys.map((key) => [key, 0]));
  const transactions = Array.from({ length: 40 }, () => {
    const chosen = keys.filter(() => random() < 0.4);
    for (const key of chosen) said.set(key, said.get(key)! + 1);
    return chosen;
  });
  await Promise.all(transactions.map((chosen) => world.say(chosen)));
  return said;
}

/** Several of each at once. */
export function raceTests(make: WorldMaker): void {
  it.each([1, 2, 3])(
    'keeps the order of every case when many transactions overlap (seed %i)',
    async (seed) => {
      const world = await make();
      await world.start();
      const keys = caseIds(10);
      const said = await sayAtOnce(world, keys, seed);
      await world.settle();
      for (const key of keys) expect(await world.sequences(key)).toEqual(inOrder(said.get(key)!));
      expect(world.counts.of).toEqual({});
    },
    PATIENCE_MS,
  );

  it(
    'has one relay lead, and the other go on at once when it is stopped',
    async () => {
      const world = await make();
      const second = world.writerAgain();
      await world.start(world.writer, second, world.reader);
      const keys = caseIds(5);
      await world.say(keys);
      await world.settle();
      expect([world.writer, second].map(({ relay }) => relay.state).sort()).toEqual([
        'leading',
        'standby',
      ]);
      const [leader, other] =
        world.writer.relay.state === 'leading' ? [world.writer, second] : [second, world.writer];
      await leader.stop();
      await world.say(keys);
      await other.relay.drainTo();
      await world.reader.caughtUp();
      for (const key of keys) expect(await world.sequences(key)).toEqual([1, 2]);
      expect(world.counts.of).toEqual({});
    },
    PATIENCE_MS,
  );

  it(
    'loses and doubles nothing when the lease is taken away again and again',
    async () => {
      const world = await make();
      const second = world.writerAgain();
      await world.start(world.writer, second, world.reader);
      const keys = caseIds(8);
      for (let round = 0; round < 10; round++) {
        await Promise.all([
          world.say(keys),
          // As if the holder had been stopped for longer than its lease.
          world.services.writer.administrator.query(
            `UPDATE relay_cursor SET epoch = epoch + 1, leased_until = '-infinity'`,
          ),
        ]);
      }
      await world.settle();
      for (const key of keys) expect(await world.sequences(key)).toEqual(inOrder(10));
      expect(world.writerCounts.of.fenced).toBeGreaterThan(0);
    },
    PATIENCE_MS,
  );

  it(
    'loses and doubles nothing when two processes read as one consumer',
    async () => {
      const world = await make();
      const second = world.readerLike(world.services.readerAgain());
      await world.start(world.writer, world.reader, second);
      const keys = caseIds(30);
      for (let round = 0; round < 8; round++) await world.say(keys);
      await world.settle();
      await second.caughtUp();
      for (const key of keys) expect(await world.sequences(key)).toEqual(inOrder(8));
    },
    PATIENCE_MS,
  );

  it(
    'takes everything back when somebody else has moved the partition on meanwhile',
    async () => {
      const world = await make({
        behaviour: {
          inTransaction: async () => {
            // As another process would that has taken the partition over and is done already.
            await world.services.reader.administrator.query(
              'UPDATE partition_progress SET next_offset = next_offset + 1, last_event_id = NULL WHERE partition = $1',
              [partitionOf(key)],
            );
          },
        },
      });
      const [key] = caseIds(1) as [string];
      await world.start();
      await world.say([key]);
      await world.writer.relay.drainTo();
      await world.reader.caughtUp();
      await new Watch().until(() => Promise.resolve((world.counts.of.fenced ?? 0) > 0));
      expect(await world.effects(key)).toEqual([]);
      expect(await world.services.reader.administrator.query('SELECT FROM inbox')).toEqual([]);
    },
    PATIENCE_MS,
  );

  it(
    'loses and doubles nothing when readers come and go',
    async () => {
      const world = await make();
      await world.start(world.writer);
      const keys = caseIds(20);
      for (let round = 0; round < 4; round++) {
        const reader = world.readerLike(world.services.readerAgain());
        await world.start(reader);
        await Promise.all([world.say(keys), world.say(keys)]);
        await reader.stop();
      }
      await world.start(world.reader);
      await world.settle();
      for (const key of keys) expect(await world.sequences(key)).toEqual(inOrder(8));
    },
    PATIENCE_MS,
  );
}
