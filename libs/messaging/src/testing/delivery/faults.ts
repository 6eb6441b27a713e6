import { expect, it } from '@jest/globals';
import { caseIds, type DeliveryWorld } from '../delivery-world.js';
import { PATIENCE_MS, type WorldMaker } from './world-maker.js';

const TABLE_AWAY = 'ALTER TABLE effect RENAME TO effect_away';
const TABLE_BACK = 'ALTER TABLE effect_away RENAME TO effect';

/** Whose fault is it: a record's, the system's, or of too much at once. */
export function faultTests(make: WorldMaker): void {
  const asOwner = (world: DeliveryWorld, sql: string): Promise<unknown> =>
    world.services.reader.db.pool.query(sql);

  it(
    'parks nothing while a table is away, and applies everything when it is back',
    async () => {
      const world = await make();
      await world.start();
      await asOwner(world, TABLE_AWAY);
      const keys = caseIds(30);
      await world.say(keys);
      await world.writer.relay.drainTo();
      await world.readerIs('failing');
      expect(await world.parked()).toEqual([]);
      await asOwner(world, TABLE_BACK);
      await world.settle();
      for (const key of keys) expect(await world.sequences(key)).toEqual([1]);
      expect(world.counts.of).toEqual({});
    },
    PATIENCE_MS,
  );

  it(
    'parks nothing while a right is missing or a handler cannot prepare',
    async () => {
      let away = true;
      const world = await make({
        behaviour: {
          prepare: () =>
            away ? Promise.reject(new Error('the key store is away')) : Promise.resolve(),
        },
      });
      await world.start();
      const keys = caseIds(5);
      await asOwner(world, 'REVOKE INSERT ON effect FROM life_events_worker');
      await world.say(keys);
      await world.writer.relay.drainTo();
      await world.readerIs('failing');
      away = false;
      await asOwner(world, 'GRANT INSERT ON effect TO life_events_worker');
      await world.settle();
      for (const key of keys) expect(await world.sequences(key)).toEqual([1]);
      expect(world.counts.of).toEqual({});
    },
    PATIENCE_MS,
  );

  it(
    'finds the two records that the database refuses, and applies the rest of their chunk',
    async () => {
      const world = await make();
      world.retryPatiently();
      await world.start(world.writer);
      const keys = caseIds(40);
      const [bad, worse] = [keys[11]!, keys[30]!];
      await world.say(keys.filter((key) => key !== bad && key !== worse));
      await world.say([bad], 'refused');
      await world.say([worse], { note: 'heavy', weight: 100_000 });
      await world.say(keys);
      await world.writer.relay.drainTo();
      await world.start(world.reader);
      await world.reader.caughtUp();
      for (const key of keys)
        expect(await world.sequences(key)).toEqual(key === bad || key === worse ? [] : [1, 2]);
      expect((await world.parked()).filter(({ reason }) => reason === 'failed')).toHaveLength(2);
      const errors = await world.services.reader.db.query<{ error: string }>(
        `SELECT error FROM parked WHERE reason = 'failed' ORDER BY error`,
      );
      expect(errors.map(({ error }) => error.split(' at ')[0])).toEqual([
        'error 22003',
        'error 23514 breaks effect_note',
      ]);
    },
    PATIENCE_MS,
  );

  it(
    'takes three cases refused for one reason for the fault of the system',
    async () => {
      const world = await make();
      await world.start(world.writer);
      const keys = caseIds(10);
      await world.say(keys.slice(3));
      await world.say(keys.slice(0, 3), 'refused');
      await world.writer.relay.drainTo();
      await world.start(world.reader);
      await world.readerIs('failing');
      expect(await world.parked()).toEqual([]);
      await asOwner(world, 'ALTER TABLE effect DROP CONSTRAINT effect_note');
      await world.settle();
      for (const key of keys) expect(await world.sequences(key)).toEqual([1]);
      expect(world.counts.of).toEqual({});
    },
    PATIENCE_MS,
  );

  it(
    'parks the one case on which a handler throws, whatever it throws',
    async () => {
      const [bad, ...others] = caseIds(15) as [string, ...string[]];
      const world = await make({
        behaviour: {
          inTransaction: (_tx, deliveries) => {
            if (deliveries.some(({ key }) => key === bad))
              throw new TypeError('x is not a function');
            return Promise.resolve();
          },
        },
      });
      await world.start(world.writer);
      await world.say([bad, ...others]);
      await world.say([bad, ...others]);
      await world.writer.relay.drainTo();
      await world.start(world.reader);
      await world.reader.caughtUp();
      for (const key of others) expect(await world.sequences(key)).toEqual([1, 2]);
      expect((await world.parked()).map(({ key, sequence }) => [key, sequence])).toEqual([
        [bad, 1],
        [bad, 2],
      ]);
    },
    PATIENCE_MS,
  );

  it(
    'halves a chunk that takes too long until it passes, and parks a single record that never does',
    async () => {
      const [slow, ...others] = caseIds(12) as [string, ...string[]];
      const world = await make({
        behaviour: {
          inTransaction: async (tx, deliveries) => {
            const tooMuch = deliveries.length > 4 || deliveries.some(({ key }) => key === slow);
            if (!tooMuch) return;
            await tx.query('SET LOCAL statement_timeout = 1');
            await tx.query('SELECT pg_sleep(1)');
          },
        },
      });
      await world.start(world.writer);
      await world.say([slow, ...others]);
      await world.writer.relay.drainTo();
      await world.start(world.reader);
      await world.reader.caughtUp();
      for (const key of others) expect(await world.sequences(key)).toEqual([1]);
      expect(await world.parked()).toMatchObject([{ key: slow, sequence: 1, reason: 'failed' }]);
    },
    PATIENCE_MS,
  );

  it(
    'does a chunk again whose connection was killed in its middle, and parks nothing',
    async () => {
      const entered = Promise.withResolvers<void>();
      const goOn = Promise.withResolvers<void>();
      let first = true;
      const world = await make({
        behaviour: {
          inTransaction: async () => {
            if (!first) return;
            first = false;
            entered.resolve();
            await goOn.promise;
          },
        },
      });
      await world.start();
      const keys = caseIds(10);
      await world.say(keys);
      await world.writer.relay.drainTo();
      await entered.promise;
      await world.killTransactions('life-events');
      goOn.resolve();
      await world.settle();
      for (const key of keys) expect(await world.sequences(key)).toEqual([1]);
      expect(world.counts.of).toEqual({});
    },
    PATIENCE_MS,
  );

  it(
    'finds the cause when a handler goes on after a refused statement',
    async () => {
      const [bad, other] = caseIds(2) as [string, string];
      const world = await make({
        behaviour: {
          inTransaction: async (tx, deliveries) => {
            if (!deliveries.some(({ key }) => key === bad)) return;
            await tx.query(`SELECT 'x'::int`).catch(() => undefined);
          },
        },
      });
      await world.start();
      await world.say([bad, other]);
      await world.settle();
      expect(await world.sequences(other)).toEqual([1]);
      expect(await world.parked()).toMatchObject([{ key: bad, sequence: 1, reason: 'failed' }]);
    },
    PATIENCE_MS,
  );
}
