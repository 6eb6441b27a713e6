import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { v7 as uuidV7 } from 'uuid';
import { SealedContentError } from '../../envelope/sealed-content.error.js';
import { partitionOf } from '../../partition/partition-of.js';
import type { Delivery } from '../../delivery.js';
import { caseIds, type DeliveryWorld } from '../delivery-world.js';
import type { RawRecord } from '../event-log-harness.js';
import type { Note } from '../two-services.js';
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
      ce_time: fc.oneof(fc.constant('2026-11-20T00:00:00.000Z'), fc.string()),
      traceparent: fc.string(),
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

interface Poison {
  readonly record: (good: RawRecord) => RawRecord;
  /** Why it waits, and how. */
  readonly parked: readonly [reason: string, state: string];
}

const valued = (value: string) => (good: RawRecord) => ({ ...good, value: Buffer.from(value) });
const withHeader = (name: string, value: string) => (good: RawRecord) => ({
  ...good,
  headers: { ...good.headers, [name]: value },
});
const noted = (note: string) => valued(JSON.stringify({ data: { note, weight: 1 } }));

const CORPUS: Readonly<Record<string, Poison>> = {
  'no JSON': { record: valued('{"data":'), parked: ['invalid', 'dead'] },
  'no value': {
    record: ({ value: _left, ...rest }) => rest,
    parked: ['invalid', 'dead'],
  },
  'a wrong schema': { record: valued('{"data":{"note":1}}'), parked: ['invalid', 'dead'] },
  'a deep nesting': { record: valued('['.repeat(50_000)), parked: ['invalid', 'dead'] },
  'more than any of ours is long': {
    record: noted('x'.repeat(900_000)),
    parked: ['invalid', 'dead'],
  },
  'no headers': {
    record: (good) => ({ ...good, headers: {} }),
    parked: ['unreadable', 'dead'],
  },
  'a key that is no case id': {
    record: (good) => ({ ...good, key: 'reference K7QX-2M9R' }),
    parked: ['unreadable', 'dead'],
  },
  'a number that is none': {
    record: withHeader('ce_sequence', '1e3'),
    parked: ['unreadable', 'dead'],
  },
  'the key of another case in its headers': {
    record: withHeader('ce_partitionkey', uuidV7()),
    parked: ['unreadable', 'dead'],
  },
  'a type of tomorrow': {
    record: withHeader('ce_type', 'of.tomorrow'),
    parked: ['unknown-type', 'waiting'],
  },
  'an event of another topic': {
    record: withHeader('ce_type', 'madoguchi.application.submitted'),
    parked: ['unknown-type', 'waiting'],
  },
  'a sealed part that cannot be opened': {
    record: valued('{"data":{"note":"n","weight":1},"sealed":"a..b.c.d"}'),
    parked: ['failed', 'dead'],
  },
  'what its handler stumbles over': { record: noted('stumble'), parked: ['failed', 'retrying'] },
  'what no column can hold': { record: noted('\u0000'), parked: ['failed', 'retrying'] },
};

/** As a service's handler, which opens what is sealed. */
function stumbling({ data, sealed, contract }: Delivery<Note>): void {
  if (sealed !== undefined) throw new SealedContentError(contract.type, 'it cannot be opened');
  if (data.note === 'stumble') throw new TypeError('x is not a function');
}

/** Whatever lies in the log, it blocks nobody else. */
export function poisonTests(make: WorldMaker): void {
  it(
    'puts aside each kind of poison with what follows it in its case, and nothing else',
    async () => {
      const contract = { sealedFor: 'life-events' } as const;
      const world = await make({ contract, behaviour: { decide: stumbling } });
      world.retryPatiently();
      await world.start(world.reader);
      const others = caseIds(5);
      const poisoned = new Map(Object.keys(CORPUS).map((name) => [name, uuidV7()]));
      for (const sequence of [1, 2]) {
        const good = others.map((key) => rawEvent(world, { key, sequence }));
        const bad = [...poisoned].map(([name, key]) => {
          const event = rawEvent(world, { key, sequence });
          return sequence === 1 ? CORPUS[name]!.record(event) : event;
        });
        await world.services.harness.inject([...bad, ...good]);
      }
      await world.reader.caughtUp();
      for (const key of others) expect(await world.sequences(key)).toEqual([1, 2]);
      expect(await world.services.reader.administrator.query('SELECT FROM effect')).toHaveLength(
        10,
      );
      const { parked, behind } = await parkedByKey(world);
      for (const [name, key] of poisoned) {
        const [reason, state] = CORPUS[name]!.parked;
        const unreadable = reason === 'unreadable';
        expect([name, ...(behind.get(key) ?? [])]).toEqual([name, unreadable ? 'gap' : 'behind']);
        if (!unreadable) expect([name, parked.get(key)]).toEqual([name, [reason, state]]);
      }
      expect(parked.get(null)).toEqual(['unreadable', 'dead']);
      expect(world.reader.readiness().consumer).toBe('reading');
    },
    PATIENCE_MS,
  );

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
      const effects = await world.services.reader.administrator.query('SELECT FROM effect');
      const applied = effects.length - keys.length * rounds.length;
      expect(parked + applied + (world.counts.of.duplicate_dropped ?? 0)).toBe(injected);
      expect(parked).toBeGreaterThan(injected / 2);
    },
    PATIENCE_MS,
  );
}

/** Of each case why its first record waits, and why the second does. */
async function parkedByKey(world: DeliveryWorld): Promise<{
  parked: Map<string | null, [string, string]>;
  behind: Map<string, [string]>;
}> {
  const rows = (await world.parked()) as { key: string | null; [name: string]: unknown }[];
  const parked = new Map<string | null, [string, string]>();
  const behind = new Map<string, [string]>();
  for (const { key, sequence, reason, state } of rows) {
    if (key !== null && sequence === 2) behind.set(key, [reason as string]);
    else parked.set(key, [reason as string, state as string]);
  }
  return { parked, behind };
}

const sizeOf = ({ value }: RawRecord): number => value?.length ?? 0;
