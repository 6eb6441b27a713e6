import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EventLog, LogRecord, Subscription, TopicPartition } from '../event-log.port.js';
import { CollectingHandler } from './collecting-handler.js';
import type { EventLogFactory } from './event-log-harness.js';
import { createTwoServices, newTopics, type TwoServices } from './two-services.js';

const PATIENCE_MS = 60_000;
const moved = (): Promise<boolean> => Promise.resolve(true);
const textsOf = (records: readonly { value: Buffer | undefined }[]): string[] =>
  records.map((record) => record.value?.toString() ?? '');

/** What every event log has to do, whatever it is made of. */
export function eventLogContract(name: string, factory: EventLogFactory): void {
  describe(`event log: ${name}`, () => {
    let world: TwoServices;
    let log: EventLog;
    let topic: string;
    let subscriptions: Subscription[];

    beforeEach(async () => {
      world = await createTwoServices(factory, newTopics(2));
      log = world.harness.open();
      topic = world.topics[0]!;
      subscriptions = [];
    }, PATIENCE_MS);

    afterEach(async () => {
      await Promise.all(subscriptions.map((subscription) => subscription.close()));
      await world.drop();
    }, PATIENCE_MS);

    const record = (partition: number, text: string, in_ = topic): LogRecord => ({
      topic: in_,
      partition,
      key: 'a key',
      headers: { ce_id: text },
      value: Buffer.from(text),
    });

    async function append(...records: LogRecord[]): Promise<void> {
      const appender = await log.appender(world.writer);
      await appender.append(records, moved);
      await appender.close();
    }

    async function read(handler: CollectingHandler, from = log): Promise<Subscription> {
      const options = { group: `group.${topic}`, topics: world.topics, handler };
      const subscription = await from.subscribe(world.reader, options);
      subscriptions.push(subscription);
      return subscription;
    }

    const whenRead = (handler: CollectingHandler, at: TopicPartition, count: number) =>
      handler.until(() => handler.recordsOf(at).length >= count);

    it(
      'gives each partition its records in the order of appending, with consecutive offsets',
      async () => {
        for (let round = 0; round < 5; round++)
          await append(
            ...[0, 5, 23, 0].map((partition, index) => record(partition, `${round}.${index}`)),
          );
        const handler = new CollectingHandler();
        await read(handler);
        for (const [partition, count] of [
          [0, 10],
          [5, 5],
          [23, 5],
        ] as const)
          await whenRead(handler, { topic, partition }, count);
        const first = handler.recordsOf({ topic, partition: 0 });
        expect(textsOf(first)).toEqual([
          '0.0',
          '0.3',
          '1.0',
          '1.3',
          '2.0',
          '2.3',
          '3.0',
          '3.3',
          '4.0',
          '4.3',
        ]);
        expect(first.map(({ offset }) => offset)).toEqual(
          Array.from({ length: 10 }, (_, at) => BigInt(at)),
        );
        expect(textsOf(handler.recordsOf({ topic, partition: 5 }))).toEqual([
          '0.1',
          '1.1',
          '2.1',
          '3.1',
          '4.1',
        ]);
      },
      PATIENCE_MS,
    );

    it(
      'keeps key, headers and every byte of the value',
      async () => {
        const value = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
        const headers = { ce_id: '1', note: '窓口 𠮟 "quoted" \\' };
        await append({ ...record(3, ''), key: '鍵', headers, value });
        const handler = new CollectingHandler();
        await read(handler);
        await whenRead(handler, { topic, partition: 3 }, 1);
        const [stored] = handler.recordsOf({ topic, partition: 3 });
        expect(stored).toMatchObject({ topic, partition: 3, offset: 0n, key: '鍵', headers });
        expect(stored!.value!.equals(value)).toBe(true);
      },
      PATIENCE_MS,
    );

    it(
      'hands on records of strangers, whatever they lack',
      async () => {
        await world.harness.inject([
          { topic, partition: 2 },
          { topic, partition: 2, key: 'k', headers: { odd: '' }, value: Buffer.from([0xff, 0]) },
        ]);
        const handler = new CollectingHandler();
        await read(handler);
        await whenRead(handler, { topic, partition: 2 }, 2);
        const [bare, odd] = handler.recordsOf({ topic, partition: 2 });
        expect(bare).toMatchObject({ key: undefined, headers: {}, value: undefined });
        expect(odd).toMatchObject({ key: 'k', headers: { odd: '' } });
      },
      PATIENCE_MS,
    );

    it(
      'says what moving the cursor said, and fails when that fails',
      async () => {
        const appender = await log.appender(world.writer);
        await expect(appender.append([record(0, 'a')], () => Promise.resolve(false))).resolves.toBe(
          false,
        );
        await expect(appender.append([record(0, 'b')], moved)).resolves.toBe(true);
        await appender.close();
        const another = await log.appender(world.writer);
        const failure = new Error('the database went away');
        await expect(
          another.append([record(0, 'c')], () => Promise.reject(failure)),
        ).rejects.toThrow(failure);
        await another.close();
      },
      PATIENCE_MS,
    );

    it(
      'can be appended to by a new appender after one has failed',
      async () => {
        const broken = await log.appender(world.writer);
        await broken
          .append([record(1, 'a')], () => Promise.reject(new Error('away')))
          .catch(() => undefined);
        await broken.close();
        await append(record(1, 'a'), record(1, 'b'));
        const handler = new CollectingHandler();
        await read(handler);
        await handler.until(() =>
          textsOf(handler.recordsOf({ topic, partition: 1 })).includes('b'),
        );
        const texts = textsOf(handler.recordsOf({ topic, partition: 1 }));
        // At least once: the first 'a' may be there as well.
        expect(texts.slice(-2)).toEqual(['a', 'b']);
      },
      PATIENCE_MS,
    );

    it(
      'begins each partition where the reader says',
      async () => {
        await append(...['a', 'b', 'c'].map((text) => record(7, text)), record(8, 'x'));
        const handler = new CollectingHandler([{ topic, partition: 7, offset: 2n }]);
        await read(handler);
        await whenRead(handler, { topic, partition: 8 }, 1);
        await whenRead(handler, { topic, partition: 7 }, 1);
        expect(textsOf(handler.recordsOf({ topic, partition: 7 }))).toEqual(['c']);
      },
      PATIENCE_MS,
    );

    it(
      'delivers what comes while it is being read',
      async () => {
        const handler = new CollectingHandler();
        await read(handler);
        await append(record(0, 'a'));
        await whenRead(handler, { topic, partition: 0 }, 1);
        await append(record(0, 'b'));
        await whenRead(handler, { topic, partition: 0 }, 2);
        expect(textsOf(handler.recordsOf({ topic, partition: 0 }))).toEqual(['a', 'b']);
      },
      PATIENCE_MS,
    );

    it(
      'delivers again what was not resolved',
      async () => {
        await append(record(4, 'a'), record(4, 'b'), record(4, 'c'));
        const handler = new CollectingHandler();
        handler.react = (batch) => batch.resolve(batch.records[0]!.offset + 1n);
        await read(handler);
        await handler.until(() => handler.batches.at(-1)?.records[0]?.offset === 2n);
        expect(handler.batches.map((batch) => batch.records[0]!.offset)).toEqual([0n, 1n, 2n]);
      },
      PATIENCE_MS,
    );

    it(
      'works on several partitions at once and on one batch of each',
      async () => {
        await append(record(0, 'a'), record(1, 'b'), record(0, 'c'));
        const handler = new CollectingHandler();
        const bothCame = Promise.withResolvers<void>();
        const busy = new Set<number>();
        let overlapping = false;
        handler.react = async (batch) => {
          overlapping ||= busy.has(batch.partition);
          busy.add(batch.partition);
          if (busy.size === 2) bothCame.resolve();
          await bothCame.promise;
          busy.delete(batch.partition);
          batch.resolve(batch.records[0]!.offset + 1n);
        };
        await read(handler);
        await whenRead(handler, { topic, partition: 0 }, 2);
        await whenRead(handler, { topic, partition: 1 }, 1);
        expect(overlapping).toBe(false);
      },
      PATIENCE_MS,
    );

    it(
      'keeps a paused partition quiet and the others going',
      async () => {
        const handler = new CollectingHandler();
        const subscription = await read(handler);
        await append(record(0, 'a'));
        await whenRead(handler, { topic, partition: 0 }, 1);
        subscription.pause([{ topic, partition: 0 }]);
        await append(record(0, 'b'), record(1, 'x'));
        await whenRead(handler, { topic, partition: 1 }, 1);
        await append(record(1, 'y'));
        await whenRead(handler, { topic, partition: 1 }, 2);
        expect(textsOf(handler.recordsOf({ topic, partition: 0 }))).toEqual(['a']);
        subscription.resume([{ topic, partition: 0 }]);
        await whenRead(handler, { topic, partition: 0 }, 2);
        expect(textsOf(handler.recordsOf({ topic, partition: 0 }))).toEqual(['a', 'b']);
      },
      PATIENCE_MS,
    );

    it(
      'goes back and forward to where it is told',
      async () => {
        await append(...['a', 'b', 'c', 'd'].map((text) => record(6, text)));
        const handler = new CollectingHandler();
        const subscription = await read(handler);
        await whenRead(handler, { topic, partition: 6 }, 4);
        subscription.seek({ topic, partition: 6, offset: 2n });
        await whenRead(handler, { topic, partition: 6 }, 6);
        expect(textsOf(handler.recordsOf({ topic, partition: 6 }).slice(4))).toEqual(['c', 'd']);
      },
      PATIENCE_MS,
    );

    it(
      'obeys a seek that is made while a batch of the partition is under way',
      async () => {
        await append(record(6, 'a'), record(6, 'b'));
        const handler = new CollectingHandler();
        const subscription = await read(handler);
        handler.react = (batch) => {
          if (handler.batches.length > 1) return batch.resolve(2n);
          subscription.seek({ topic, partition: 6, offset: 1n });
        };
        await handler.until(() => handler.batches.length >= 2);
        expect(handler.batches[1]!.records[0]!.offset).toBe(1n);
      },
      PATIENCE_MS,
    );

    it(
      'knows the ends of partitions, and what retention has taken',
      async () => {
        await append(record(0, 'a'), record(0, 'b'), record(0, 'c'));
        const subscription = await read(new CollectingHandler());
        const partitions = [
          { topic, partition: 0 },
          { topic, partition: 1 },
        ];
        expect(await subscription.ends(partitions)).toEqual(
          expect.arrayContaining([
            { topic, partition: 0, low: 0n, high: 3n },
            { topic, partition: 1, low: 0n, high: 0n },
          ]),
        );
        await world.harness.trim({ topic, partition: 0, offset: 2n });
        expect(await subscription.ends([{ topic, partition: 0 }])).toEqual([
          { topic, partition: 0, low: 2n, high: 3n },
        ]);
      },
      PATIENCE_MS,
    );

    it(
      'shows a topic that was made anew by its ends',
      async () => {
        await append(record(0, 'a'), record(0, 'b'));
        await world.harness.recreate(topic);
        const subscription = await read(new CollectingHandler());
        const [end] = await subscription.ends([{ topic, partition: 0 }]);
        expect(end).toEqual({ topic, partition: 0, low: 0n, high: 0n });
      },
      PATIENCE_MS,
    );

    it(
      'is the same log for another process, which goes on where it is told',
      async () => {
        await append(record(9, 'a'), record(9, 'b'));
        const handler = new CollectingHandler();
        const subscription = await read(handler);
        await whenRead(handler, { topic, partition: 9 }, 2);
        await subscription.close();
        const another = world.harness.open();
        expect(await another.clusterId(world.reader)).toBe(await log.clusterId(world.reader));
        const next = new CollectingHandler([{ topic, partition: 9, offset: 2n }]);
        await read(next, another);
        await append(record(9, 'c'));
        await whenRead(next, { topic, partition: 9 }, 1);
        expect(textsOf(next.recordsOf({ topic, partition: 9 }))).toEqual(['c']);
      },
      PATIENCE_MS,
    );

    it(
      'tells the batch under way when it is closed, waits for it, and brings no other',
      async () => {
        await append(record(0, 'a'));
        const handler = new CollectingHandler();
        const entered = Promise.withResolvers<void>();
        const ended: string[] = [];
        handler.react = async (batch) => {
          entered.resolve();
          const aborted = Promise.withResolvers<void>();
          batch.signal.addEventListener('abort', () => aborted.resolve());
          await aborted.promise;
          ended.push('batch');
        };
        const subscription = await read(handler);
        await entered.promise;
        await subscription.close();
        ended.push('close');
        expect(ended).toEqual(['batch', 'close']);
        await append(record(1, 'b'));
        expect(handler.batches).toHaveLength(1);
      },
      PATIENCE_MS,
    );

    it(
      'keeps the order of each partition through a thousand records of changing appenders',
      async () => {
        const handler = new CollectingHandler();
        await read(handler);
        for (let round = 0; round < 10; round++)
          await append(
            ...Array.from({ length: 100 }, (_, index) =>
              record(index % 10, `${round * 100 + index}`),
            ),
          );
        for (let partition = 0; partition < 10; partition++) {
          await whenRead(handler, { topic, partition }, 100);
          const numbers = textsOf(handler.recordsOf({ topic, partition })).map(Number);
          expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
          expect(new Set(numbers).size).toBe(100);
        }
      },
      PATIENCE_MS,
    );
  });
}
