import { expect, it } from '@jest/globals';
import { caseIds, type DeliveryWorld } from '../delivery-world.js';
import { PATIENCE_MS, type WorldMaker } from './world-maker.js';

/** Whose fault is it: a record's, the system's, or of too much at once. */
export function faultTests(make: WorldMaker): void {
  const asOwner = (world: DeliveryWorld, sql: string): Promise<unknown> =>
    world.services.reader.administrator.query(sql);

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

  it.each([
    ['takes too long', ['SET LOCAL statement_timeout = 1', 'SELECT pg_sleep(1)']],
    ['takes too much memory', [`DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '53200'; END $$`]],
  ])(
    'halves a chunk that %s until it passes, parks a single record that never does, and applies it later',
    async (_what, harm) => {
      const [slow, ...others] = caseIds(12) as [string, ...string[]];
      let harming = true;
      let tries = 0;
      const world = await make({
        behaviour: {
          inTransaction: async (tx, deliveries) => {
            const concerned = deliveries.some(({ key }) => key === slow);
            if (concerned) tries++;
            if (!harming || !(concerned || deliveries.length > 4)) return;
            for (const statement of harm) await tx.query(statement);
          },
        },
      });
      world.retryPatiently();
      await world.start(world.writer);
      await world.say([slow, ...others]);
      await world.say([slow, ...others]);
      await world.writer.relay.drainTo();
      await world.start(world.reader);
      await world.reader.caughtUp();
      for (const key of others) expect(await world.sequences(key)).toEqual([1, 2]);
      expect(await world.parked()).toMatchObject([
        { key: slow, sequence: 1, reason: 'failed' },
        { key: slow, sequence: 2, reason: 'behind' },
      ]);
      // Three times as a whole and three times alone; in between once is enough.
      expect(tries).toBeLessThan(14);
      harming = false;
      await world.makeDue();
      await world.nothingParked();
      expect(await world.sequences(slow)).toEqual([1, 2]);
    },
    PATIENCE_MS,
  );

  it(
    'rests when parking itself fails, and goes on when it can',
    async () => {
      const [bad, other] = caseIds(2) as [string, string];
      const world = await make({
        behaviour: {
          decide: ({ key }) => {
            if (key === bad) throw new TypeError('x is not a function');
          },
        },
      });
      world.retryPatiently();
      await asOwner(world, 'ALTER TABLE parked ADD CONSTRAINT none CHECK (false)');
      await world.start();
      await world.say([bad]);
      await world.writer.relay.drainTo();
      await world.readerIs('failing');
      await asOwner(world, 'ALTER TABLE parked DROP CONSTRAINT none');
      await world.say([other]);
      await world.settle();
      expect(await world.sequences(other)).toEqual([1]);
      expect(await world.parked()).toMatchObject([{ key: bad, sequence: 1, reason: 'failed' }]);
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
