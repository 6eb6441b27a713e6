import { expect, it } from '@jest/globals';
import { discardParked } from '../../replay/discard-parked.js';
import { retryParked } from '../../replay/retry-parked.js';
import { listParked } from '../../replay/list-parked.js';
import { reconcile } from '../../replay/reconcile.js';
import type { ServiceMessaging } from '../../service-messaging.js';
import { caseIds, type DeliveryWorld } from '../delivery-world.js';
import { PATIENCE_MS, type WorldMaker } from './world-maker.js';

const why = { by: 'an operator', reason: 'the writer was restored' };
const SAVED = ['stream', 'outbox', 'relay_cursor'] as const;

const asWriter = (world: DeliveryWorld, sql: string): Promise<unknown> =>
  world.services.writer.administrator.query(sql);

async function backUp(world: DeliveryWorld): Promise<void> {
  for (const table of SAVED) await asWriter(world, `CREATE TABLE saved_${table} AS TABLE ${table}`);
}

/** The writer as its backup knows it; what it said since is in the log and at its readers, and nowhere else. */
async function restore(world: DeliveryWorld): Promise<ServiceMessaging> {
  await world.writer.stop();
  for (const table of SAVED)
    await asWriter(world, `TRUNCATE ${table}; INSERT INTO ${table} SELECT * FROM saved_${table}`);
  const numbers = `pg_get_serial_sequence('outbox', 'seq')`;
  await asWriter(world, `SELECT setval(${numbers}, (SELECT max(seq) FROM outbox))`);
  const again = world.writerAgain();
  await world.start(again);
  return again;
}

/** A writer that comes back from an old backup uses numbers again that its readers know. */
export function forkTests(make: WorldMaker): void {
  async function restored(): Promise<{
    world: DeliveryWorld;
    forked: string;
    other: string;
    unknown: string;
    writer: ServiceMessaging;
  }> {
    const world = await make();
    await world.start();
    const [forked, other, unknown] = caseIds(3) as [string, string, string];
    for (let round = 0; round < 2; round++) await world.say([forked, other]);
    await world.settle();
    await backUp(world);
    await world.say([forked, unknown]);
    await world.say([forked]);
    await world.settle();
    return { world, forked, other, unknown, writer: await restore(world) };
  }

  const compare = (world: DeliveryWorld) => {
    const { writer, reader } = world.services;
    const { topic } = world.contract;
    const options = { topic, writer: writer.db, reader: reader.db, consumer: 'life-events' };
    return reconcile({ ...options, dryRun: true }, why);
  };

  it(
    'shows, before it says anything, in which cases its readers saw more than it knows',
    async () => {
      const { world, forked, unknown } = await restored();
      const report = await compare(world);
      expect([...report.ahead].sort()).toEqual([forked, unknown].sort());
      expect(report.behind).toBe(0);
    },
    PATIENCE_MS,
  );

  it(
    'has none of its new events dropped: they wait for an operator, who takes or discards each',
    async () => {
      const { world, forked, other, writer } = await restored();
      for (const note of ['new 3', 'new 4', 'new 5']) await world.say([forked], note);
      await world.say([other]);
      await writer.relay.drainTo();
      await world.reader.caughtUp();
      expect(await world.sequences(other)).toEqual([1, 2, 3]);
      expect(await world.sequences(forked)).toEqual([1, 2, 3, 4]);
      expect(await world.parked()).toMatchObject([
        { key: forked, sequence: 3, reason: 'fork', state: 'dead' },
        { key: forked, sequence: 4, reason: 'fork', state: 'dead' },
        { key: forked, sequence: 5, reason: 'behind' },
      ]);
      expect(world.counts.of).toMatchObject({ fork: 2, dead: 2, parked: 1 });
      expect(world.errors).toContain('A record is dead.');
      const { uow, db } = world.services.reader;
      const [first, second] = (await listParked(db, { all: true })).map(({ id }) => id);
      await retryParked(uow, first!, why);
      await world.parkedUntil((rows) => rows.length === 2);
      await uow.run({ role: 'worker', keys: [forked] }, (tx) => discardParked(tx, second!, why));
      await world.nothingParked();
      await world.say([forked], 'new 6');
      await writer.relay.drainTo();
      await world.reader.caughtUp();
      const notes = (await world.effects(forked)).map(({ note }) => note);
      expect(notes).toEqual(['a', 'a', 'a', 'a', 'new 3', 'new 5', 'new 6']);
    },
    PATIENCE_MS,
  );
}
