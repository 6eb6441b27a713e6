import { expect, it } from '@jest/globals';
import { caseIds } from '../delivery-world.js';
import { PATIENCE_MS, type WorldMaker } from './world-maker.js';

class NotYetError extends Error {
  override readonly name = 'NotYetError';
  readonly code = 'not-yet';
}

class NeverError extends Error {
  readonly retriable = false;
}

/** One case that cannot be applied, and all the others. */
export function parkingTests(make: WorldMaker): void {
  it(
    'parks what its handler cannot apply, lets every other case pass, and catches up in order',
    async () => {
      const failing = new Set<string>();
      const world = await make({
        behaviour: {
          decide: ({ key }) => {
            if (failing.has(key)) throw new NotYetError();
          },
        },
      });
      world.retryPatiently();
      await world.start();
      const [key, ...others] = caseIds(20) as [string, ...string[]];
      failing.add(key);
      for (let round = 0; round < 3; round++) await world.say([key, ...others]);
      await world.settle();
      for (const other of others) expect(await world.sequences(other)).toEqual([1, 2, 3]);
      expect(await world.sequences(key)).toEqual([]);
      expect((await world.parked())[0]).toMatchObject({ key, sequence: 1, reason: 'failed' });
      failing.clear();
      await world.makeDue();
      await world.nothingParked();
      expect(await world.sequences(key)).toEqual([1, 2, 3]);
    },
    PATIENCE_MS,
  );

  it(
    'gives up after its tries; a dead record blocks its stream and no other',
    async () => {
      const world = await make({
        behaviour: {
          decide: ({ data }) => {
            if (data.note === 'bad') throw new NotYetError();
          },
        },
      });
      await world.start();
      const [key, other] = caseIds(2) as [string, string];
      await world.say([key], 'bad');
      await world.say([key, other]);
      await world.settle();
      await world.parkedUntil((rows) => rows[0]?.state === 'dead');
      await world.say([key, other]);
      await world.settle();
      expect(await world.sequences(other)).toEqual([1, 2]);
      expect(await world.sequences(key)).toEqual([]);
      expect(await world.parked()).toEqual([
        { key, sequence: 1, reason: 'failed', state: 'dead' },
        { key, sequence: 2, reason: 'behind', state: 'waiting' },
        { key, sequence: 3, reason: 'behind', state: 'waiting' },
      ]);
      const [row] = await world.services.reader.db.query<{ tries: number; error: string }>(
        `SELECT tries, error FROM parked WHERE state = 'dead'`,
      );
      expect(row!.tries).toBe(3);
      expect(row!.error).toContain('NotYetError not-yet');
    },
    PATIENCE_MS,
  );

  it(
    'does not try again what its error says is of no use',
    async () => {
      const world = await make({
        behaviour: {
          decide: () => {
            throw new NeverError();
          },
        },
      });
      await world.start();
      const [key] = caseIds(1) as [string];
      await world.say([key]);
      await world.settle();
      expect(await world.parked()).toEqual([{ key, sequence: 1, reason: 'failed', state: 'dead' }]);
      expect(world.counts.of).toEqual({ dead: 1 });
    },
    PATIENCE_MS,
  );

  it(
    'applies what came before a failing one of the same stream in the same chunk',
    async () => {
      const world = await make({
        behaviour: {
          decide: ({ sequence }) => {
            if (sequence === 3) throw new NeverError();
          },
        },
      });
      await world.start(world.writer);
      const [key] = caseIds(1) as [string];
      for (let count = 0; count < 5; count++) await world.say([key]);
      await world.writer.relay.drainTo();
      await world.start(world.reader);
      await world.reader.caughtUp();
      expect(await world.sequences(key)).toEqual([1, 2]);
      expect((await world.parked()).map(({ sequence, reason }) => [sequence, reason])).toEqual([
        [3, 'failed'],
        [4, 'behind'],
        [5, 'behind'],
      ]);
    },
    PATIENCE_MS,
  );
}
