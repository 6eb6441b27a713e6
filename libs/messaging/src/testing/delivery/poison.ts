import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { v7 as uuidV7 } from 'uuid';
import { partitionOf } from '../../partition/partition-of.js';
import { caseIds, type DeliveryWorld } from '../delivery-world.js';
import type { RawRecord } from '../event-log-harness.js';
import { rawEvent } from './raw-events.js';
import { PATIENCE_MS, type WorldMaker } from './world-maker.js';

/** Headers that take part in placing a record, each right, wrong or not there. */
const oddHeaders = (key: string) =>
  fc.record(
    {
      ce_id: fc.oneof(fc.constant(uuidV7()), fc.string(), fc.constant('\u0000')),
      ce_type: fc.oneof(
        fc.constant('madoguchi.test.noted'),
        fc.constant('of.tomorrow'),
        fc.string({ maxLength: 300 }),
      ),
      ce_sequence: fc.oneof(
        fc.integer({ min: -5, max: 50 }).map(String),
        fc.constant('9'.repeat(30)),
        fc.string(),
      ),
      ce_partitionkey: fc.oneof(fc.constant(key), fc.string()),
    },
    { requiredKeys: [] },
  );

const oddValues = fc.oneof(
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  fc.json().map((text) => Buffer.from(text)),
  fc.anything().map((value) => Buffer.from(`{"data":${JSON.stringify(value) ?? 'x'}}`)),
  fc.constant(Buffer.from(`{"data":{"note":"\\u0000","weight":1}}`)),
  fc.constant(Buffer.from('{"data":{"note":"heavy","weight":99999}}')),
  fc.constant(Buffer.from('['.repeat(50_000))),
);

/** A record of whoever can write to the log, about a case of its own. */
const poison = (world: DeliveryWorld): fc.Arbitrary<RawRecord> =>
  fc.constantFrom(...caseIds(5)).chain((key) =>
    fc.record({
      topic: fc.constant(world.contract.topic),
      partition: fc.constant(partitionOf(key)),
      key: fc.oneof(fc.constant(key), fc.string({ maxLength: 50 }).map(withoutNul)),
      headers: oddHeaders(key),
      value: oddValues,
    }),
  );

/** Where the log lies in PostgreSQL, a key cannot hold it. */
const withoutNul = (text: string): string => text.replaceAll('\u0000', '');

/** Whatever lies in the log, it blocks nobody else. */
export function poisonTests(make: WorldMaker): void {
  it(
    'lets every good case pass between records of any kind, and loses none of those',
    async () => {
      const world = await make();
      await world.start(world.reader);
      const rounds = fc.sample(fc.array(poison(world), { minLength: 5, maxLength: 15 }), {
        numRuns: 12,
        seed: 20261120,
      });
      const keys = caseIds(6);
      let injected = 0;
      for (const [index, records] of rounds.entries()) {
        const good = keys.map((key) => rawEvent(world, { key, sequence: index + 1 }));
        const mixed = [...good, ...records].sort((a, b) => sizeOf(a) - sizeOf(b));
        await world.services.harness.inject(mixed);
        injected += records.length;
      }
      await world.reader.caughtUp();
      const expected = rounds.map((_, index) => index + 1);
      for (const key of keys) expect(await world.sequences(key)).toEqual(expected);
      const parked = (await world.parked()).length;
      const effects = await world.services.reader.db.query('SELECT FROM effect');
      const applied = effects.length - keys.length * rounds.length;
      expect(parked + applied + (world.counts.of.duplicate_dropped ?? 0)).toBe(injected);
      expect(parked).toBeGreaterThan(injected / 2);
    },
    PATIENCE_MS,
  );
}

const sizeOf = ({ value }: RawRecord): number => value?.length ?? 0;
