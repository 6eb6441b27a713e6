import { expect, it } from '@jest/globals';
import type { OutboxEvent } from '../../outbox/outbox.js';
import { caseIds } from '../delivery-world.js';
import type { Note } from '../two-services.js';
import { PATIENCE_MS, type WorldMaker } from './world-maker.js';

const numbersTo = (last: number): number[] => Array.from({ length: last }, (_, at) => at + 1);

/** From one outbox to one effect, in order, and on after a restart. */
export function flowTests(make: WorldMaker): void {
  it(
    'brings every event of every case once and in order',
    async () => {
      const world = await make();
      await world.start();
      const keys = caseIds(60);
      for (let round = 1; round <= 6; round++) await world.say(keys, `note ${round}`);
      await world.settle();
      for (const key of keys) {
        const effects = await world.effects(key);
        expect(effects.map(({ sequence }) => sequence)).toEqual(numbersTo(6));
        expect(effects.map(({ note }) => note)).toEqual(
          numbersTo(6).map((round) => `note ${round}`),
        );
      }
      expect(world.counts.of).toEqual({});
    },
    PATIENCE_MS,
  );

  it(
    'joins the batches of many partitions into few chunks',
    async () => {
      const world = await make();
      await world.start(world.writer);
      await world.say(caseIds(150));
      await world.writer.relay.drainTo();
      await world.start(world.reader);
      await world.settle();
      expect(world.handler.chunks.reduce((sum, size) => sum + size, 0)).toBe(150);
      expect(world.handler.chunks.length).toBeLessThan(24);
    },
    PATIENCE_MS,
  );

  it(
    'goes on where it was after the reader was away',
    async () => {
      const world = await make();
      await world.start();
      const [key] = caseIds(1) as [string];
      await world.say([key]);
      await world.settle();
      await world.reader.stop();
      await world.say([key]);
      await world.say([key]);
      const again = world.readerLike(world.services.readerAgain());
      await world.start(again);
      await world.writer.relay.drainTo();
      await again.caughtUp();
      expect(await world.sequences(key)).toEqual([1, 2, 3]);
      expect(world.counts.of).toEqual({});
    },
    PATIENCE_MS,
  );

  it(
    'goes on where it was after the relay was away',
    async () => {
      const world = await make();
      await world.start();
      const [key] = caseIds(1) as [string];
      await world.say([key]);
      await world.settle();
      await world.writer.stop();
      await world.say([key]);
      const again = world.writerAgain();
      await world.start(again);
      await again.relay.drainTo();
      await world.reader.caughtUp();
      expect(await world.sequences(key)).toEqual([1, 2]);
    },
    PATIENCE_MS,
  );

  it(
    'drops everything that is read a second time',
    async () => {
      const world = await make();
      await world.start();
      const keys = caseIds(20);
      await world.say(keys);
      await world.say(keys);
      await world.settle();
      await world.reader.stop();
      // As after the loss of its progress: the log is read again from the start.
      await world.services.reader.administrator.query(
        'UPDATE partition_progress SET next_offset = 0, last_event_id = NULL',
      );
      const again = world.readerLike(world.services.readerAgain());
      await world.start(again);
      await again.caughtUp();
      for (const key of keys) expect(await world.sequences(key)).toEqual([1, 2]);
      expect(world.counts.of).toEqual({ duplicate_dropped: 40 });
    },
    PATIENCE_MS,
  );

  it(
    'begins a stream of snapshots where it is met, and one of facts at its first',
    async () => {
      const world = await make({ contract: { start: 'any' } });
      const [key] = caseIds(1) as [string];
      await world.start(world.writer);
      await world.say([key]);
      await world.say([key]);
      await world.writer.relay.drainTo();
      await world.start(world.reader);
      await world.reader.caughtUp();
      expect(await world.sequences(key)).toEqual([1, 2]);
      await world.say([key]);
      await world.settle();
      expect(await world.sequences(key)).toEqual([1, 2, 3]);
    },
    PATIENCE_MS,
  );

  it.each([
    ['in clear', undefined],
    ['sealed', 'life-events'],
  ] as const)(
    'sends the largest events of one case, %s, in as many sends as they need, and others beside them',
    async (_what, sealedFor) => {
      const world = await make(sealedFor && { contract: { sealedFor } });
      await world.start();
      const [key, ...others] = caseIds(40) as [string, ...string[]];
      await world.services.writer.uow.run({ role: 'intake', keys: [key] }, (tx) => {
        for (let count = 0; count < 12; count++)
          world.writer.outbox.add(tx, world.contract, largest(key, sealedFor !== undefined));
        return Promise.resolve();
      });
      for (let round = 0; round < 2; round++) await world.say([key, ...others]);
      await world.settle();
      expect(await world.sequences(key)).toEqual(numbersTo(14));
      for (const other of others) expect(await world.sequences(other)).toEqual([1, 2]);
      expect(world.counts.of).toEqual({});
    },
    PATIENCE_MS,
  );
}

const LIMIT = 256 * 1024;

/** An event of exactly the size that is still accepted: of its data, or of all when it is sealed. */
function largest(key: string, sealed: boolean): OutboxEvent<Note> {
  const data = { note: '', weight: 1 };
  const room = LIMIT - JSON.stringify(sealed ? { data, sealed: '' } : data).length;
  const filling = 'x'.repeat(room);
  return sealed
    ? { key, data, sealed: { seal: () => filling } }
    : { key, data: { ...data, note: filling } };
}
