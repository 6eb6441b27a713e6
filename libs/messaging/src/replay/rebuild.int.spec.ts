import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Tx } from '@app/persistence';
import { Consumes } from '../consumes.decorator.js';
import type { ChunkHandler, Delivery } from '../delivery.js';
import { caseIds, DeliveryWorld } from '../testing/delivery-world.js';
import { localHarness } from '../testing/local-harness.js';
import type { Note } from '../testing/two-services.js';
import type { Projection } from './projection.js';
import { rebuildProjection } from './rebuild-projection.js';
import { listProjections, requestRebuild } from './rebuild-request.repository.js';
import { Rebuilder } from './rebuilder.js';

jest.setTimeout(30_000);

const why = { by: 'an operator', reason: 'a new column' };
const quiet = (): void => undefined;
const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };

/** The last note of each case: a snapshot's projection, made anew beside the live one. */
function lastNotes(
  world: DeliveryWorld,
  apply?: (d: readonly Delivery[]) => Promise<void>,
): Projection {
  class ToShadow implements ChunkHandler {
    async apply(tx: Tx, deliveries: readonly Delivery[]): Promise<void> {
      await apply?.(deliveries);
      for (const delivery of deliveries as readonly Delivery<Note>[])
        await tx.query(
          `INSERT INTO last_note_shadow VALUES ($1, $2, $3)
           ON CONFLICT (key) DO UPDATE SET sequence = EXCLUDED.sequence, note = EXCLUDED.note
           WHERE last_note_shadow.sequence < EXCLUDED.sequence`,
          [delivery.key, delivery.sequence, delivery.data.note],
        );
    }
  }
  Consumes(world.contract)(ToShadow);
  return {
    name: 'last-note',
    handler: new ToShadow(),
    begin: async (tx) => void (await tx.query('DELETE FROM last_note_shadow')),
    swap: async (tx) => {
      await tx.query('DELETE FROM last_note WHERE key IN (SELECT key FROM last_note_shadow)');
      await tx.query('INSERT INTO last_note SELECT * FROM last_note_shadow');
    },
  };
}

describe('rebuild', () => {
  let world: DeliveryWorld;

  beforeEach(async () => {
    world = await DeliveryWorld.create(localHarness);
    await world.services.reader.administrator.query(`
      CREATE TABLE last_note (key uuid PRIMARY KEY, sequence bigint, note text);
      CREATE TABLE last_note_shadow (LIKE last_note INCLUDING ALL);
      GRANT SELECT, INSERT, UPDATE, DELETE ON last_note, last_note_shadow TO life_events_worker`);
    await world.start();
  });
  afterEach(() => world.dispose());

  const client = () => world.services.reader;
  const options = () => ({
    client: client(),
    eventLog: world.services.harness.open(),
    liveConsumer: 'life-events',
    log,
  });
  const lastNotesNow = () =>
    client().administrator.query<{ key: string; sequence: string }>(
      'SELECT key, sequence FROM last_note ORDER BY key',
    );

  it('builds from the start of the log under its own name, and swaps in what is complete', async () => {
    const keys = caseIds(20).sort();
    for (let round = 0; round < 3; round++) await world.say(keys);
    await world.settle();
    const before = await client().db.query('SELECT * FROM partition_progress ORDER BY partition');
    await rebuildProjection(options(), lastNotes(world));
    expect((await lastNotesNow()).map(({ key, sequence }) => [key, Number(sequence)])).toEqual(
      keys.map((key) => [key, 3]),
    );
    // Live progress is what it was, and nothing of the rebuilding consumer is left.
    expect(await client().db.query('SELECT * FROM partition_progress ORDER BY partition')).toEqual(
      before,
    );
    for (const key of keys) expect(await world.sequences(key)).toEqual([1, 2, 3]);
  });

  it('misses nothing that is said while it builds', async () => {
    const keys = caseIds(10).sort();
    await world.say(keys);
    await world.settle();
    let rounds = 0;
    const projection = lastNotes(world, async () => {
      if (rounds++ < 5) await world.say(keys);
    });
    await rebuildProjection(options(), projection);
    await world.settle();
    const live = await client().administrator.query<{ last: string }>(
      `SELECT max(sequence) AS last FROM effect GROUP BY key`,
    );
    const swapped = await lastNotesNow();
    expect(swapped).toHaveLength(10);
    // Everything that had taken effect when it was swapped is in it; what came later the live consumer writes.
    for (const { sequence } of swapped) expect(Number(sequence)).toBeGreaterThanOrEqual(1);
    for (const { last } of live) expect(Number(last)).toBe(rounds > 5 ? 6 : rounds + 1);
  });

  it('begins in the middle of streams of which the log has lost the beginning', async () => {
    const [key] = caseIds(1) as [string];
    for (let round = 0; round < 3; round++) await world.say([key]);
    await world.settle();
    const { topic } = world.contract;
    const [row] = await client().db.query<{ partition: number }>(
      'SELECT partition FROM partition_progress WHERE next_offset > 0',
    );
    await world.services.harness.trim({ topic, partition: row!.partition, offset: 2n });
    await rebuildProjection(options(), lastNotes(world));
    expect(await lastNotesNow()).toEqual([{ key, sequence: '3' }]);
  });

  it('swaps nothing when something could not be applied', async () => {
    await world.say(caseIds(3));
    await world.settle();
    const broken = lastNotes(world, () => Promise.reject(new TypeError('x')));
    await expect(rebuildProjection(options(), broken)).rejects.toThrow('nothing was swapped');
    expect(await lastNotesNow()).toEqual([]);
    expect(await world.parked()).toEqual([]);
  });

  it('is asked for by name, done by the service, and says how it went', async () => {
    await world.say(caseIds(2));
    await world.settle();
    const rebuilder = new Rebuilder(options(), [lastNotes(world)]);
    await rebuilder.look();
    expect(await listProjections(client().db)).toMatchObject([
      { projection: 'last-note', state: 'complete' },
    ]);
    await expect(requestRebuild(client().db, 'other', why)).rejects.toThrow(
      'no projection "other"',
    );
    await requestRebuild(client().db, 'last-note', why);
    await Promise.all([rebuilder.look(), new Rebuilder(options(), [lastNotes(world)]).look()]);
    expect(await listProjections(client().db)).toMatchObject([{ state: 'complete' }]);
    expect(await lastNotesNow()).toHaveLength(2);
    const failing = lastNotes(world, () => Promise.reject(new TypeError('x')));
    await requestRebuild(client().db, 'last-note', why);
    await new Rebuilder(options(), [failing]).look();
    expect(await listProjections(client().db)).toMatchObject([{ state: 'failed' }]);
  });
});
