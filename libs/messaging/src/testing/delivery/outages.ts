import { expect, it } from '@jest/globals';
import { caseIds, type DeliveryWorld } from '../delivery-world.js';
import { PATIENCE_MS, type WorldMaker } from './world-maker.js';

interface Outage {
  /** As the owner of the reader's tables. */
  readonly harm: string;
  readonly heal: string;
}

const rename = (from: string, to: string): string => `ALTER TABLE ${from} RENAME TO ${to}`;
const away = (table: string): Outage => ({
  harm: rename(table, `${table}_away`),
  heal: rename(`${table}_away`, table),
});
const without = (right: string, table: string): Outage => ({
  harm: `REVOKE ${right} ON ${table} FROM life_events_worker`,
  heal: `GRANT ${right} ON ${table} TO life_events_worker`,
});
const refusing = (state: string): Outage => ({
  harm: `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION USING ERRCODE = '${state}'; END $$;
    CREATE TRIGGER refuse BEFORE INSERT ON effect EXECUTE FUNCTION refuse()`,
  heal: 'DROP TRIGGER refuse ON effect; DROP FUNCTION refuse()',
});

const OUTAGES: Readonly<Record<string, Outage>> = {
  'its table is away': away('effect'),
  'the inbox is away': away('inbox'),
  'the table of what is parked is away': away('parked'),
  'the table of numbers is away': away('stream_seen'),
  'a right on its table is missing': without('INSERT', 'effect'),
  'a right on the progress is missing': without('UPDATE', 'partition_progress'),
  'the disk is full': refusing('53100'),
  'nothing may be written': refusing('25006'),
  'a file cannot be read': refusing('58030'),
};

/** The system is at fault: nothing is parked, the same chunk waits, and goes on by itself when it is over. */
export function outageTests(make: WorldMaker): void {
  const asOwner = (world: DeliveryWorld, sql: string): Promise<unknown> =>
    world.services.reader.administrator.query(sql);

  it.each(Object.entries(OUTAGES))(
    'parks nothing while %s under load, and applies everything in order afterwards',
    async (_what, { harm, heal }) => {
      const world = await make();
      await world.start();
      const keys = caseIds(20);
      for (let round = 0; round < 2; round++) await world.say(keys);
      await world.writer.relay.drainTo();
      await asOwner(world, harm);
      for (let round = 0; round < 2; round++) await world.say(keys);
      await world.writer.relay.drainTo();
      await world.readerIs('failing');
      await world.say(keys);
      await asOwner(world, heal);
      await world.say(keys);
      await world.settle();
      for (const key of keys) expect(await world.sequences(key)).toEqual([1, 2, 3, 4, 5, 6]);
      expect(await world.parked()).toEqual([]);
      expect(world.counts.of).toEqual({});
    },
    PATIENCE_MS,
  );

  it(
    'parks nothing while a handler cannot prepare',
    async () => {
      let missing = true;
      const world = await make({
        behaviour: {
          prepare: () =>
            missing ? Promise.reject(new Error('the key store is away')) : Promise.resolve(),
        },
      });
      await world.start();
      const keys = caseIds(5);
      await world.say(keys);
      await world.writer.relay.drainTo();
      await world.readerIs('failing');
      missing = false;
      await world.settle();
      for (const key of keys) expect(await world.sequences(key)).toEqual([1]);
      expect(world.counts.of).toEqual({});
    },
    PATIENCE_MS,
  );

  it(
    'counts no try against a parked record while the system is at fault',
    async () => {
      let failing = true;
      const world = await make({
        behaviour: {
          decide: () => {
            if (failing) throw new Error('not yet');
          },
        },
      });
      world.retryPatiently();
      await world.start();
      const [key] = caseIds(1) as [string];
      await world.say([key]);
      await world.settle();
      failing = false;
      await asOwner(world, OUTAGES['the disk is full']!.harm);
      const failuresBefore = world.errors.length;
      await world.makeDue();
      await world.parkedUntil(() => world.errors.length > failuresBefore + 2);
      expect(await world.parkedTries()).toEqual([1]);
      await asOwner(world, OUTAGES['the disk is full']!.heal);
      await world.nothingParked();
      expect(await world.sequences(key)).toEqual([1]);
    },
    PATIENCE_MS,
  );

  it(
    'goes on sending and reading after the whole database was read-only',
    async () => {
      const world = await make();
      await world.start();
      const keys = caseIds(10);
      await world.say(keys);
      await world.settle();
      await world.setReadOnly(true);
      await world.relayIs(world.writer, 'failing');
      await world.setReadOnly(false);
      await world.say(keys);
      await world.settle();
      for (const key of keys) expect(await world.sequences(key)).toEqual([1, 2]);
      expect(await world.parked()).toEqual([]);
    },
    PATIENCE_MS,
  );
}
