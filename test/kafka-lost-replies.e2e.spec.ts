import { afterAll, afterEach, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { createKafkaTopics, KafkaEventLog, type KafkaEventLogOptions } from '@app/messaging';
import type { Harm } from './faults/wire/traps.js';
import { Wire } from './faults/wire/wire.js';
import { administering } from './support/kafka-client.js';
import { QUIET } from './support/kafka-harness.js';
import { describeWithOwnBroker } from './support/kafka-suite.js';
import { Member, SharedProgress } from './support/log-readers.js';
import { Writer } from './support/log-writer.js';
import { until } from './support/until.js';

const KEYS = Array.from({ length: 30 }, () => randomUUID());
const EACH = 10;
const ALL = KEYS.length * EACH;
const wire = new Wire();

describeWithOwnBroker(
  'A broker whose replies get lost',
  (broker) => {
    const closing: (() => Promise<unknown>)[] = [];

    afterEach(async () => {
      for (const close of closing.splice(0).reverse()) await close();
    }, 30_000);
    afterAll(() => wire.close());

    const access = (): KafkaEventLogOptions => ({
      ...broker().administrator,
      clientId: 'test',
      log: QUIET,
    });

    async function newTopic(): Promise<string> {
      const topic = `test.${randomUUID()}`;
      await createKafkaTopics(access(), [topic]);
      return topic;
    }

    function openLog(): KafkaEventLog {
      const log = new KafkaEventLog(access());
      closing.push(() => log.close());
      return log;
    }

    function recordsIn(topic: string): Promise<number> {
      return administering(broker().administrator, async (admin) => {
        const offsets = await admin.fetchTopicOffsets(topic);
        return offsets.reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0);
      });
    }

    async function newReader(topic: string): Promise<SharedProgress> {
      const progress = new SharedProgress();
      const member = new Member(progress);
      await member.join(openLog(), `group.${topic}`, [topic]);
      closing.push(() => member.subscription?.close() ?? Promise.resolve());
      return progress;
    }

    const everythingOnceInOrder = (progress: SharedProgress): void => {
      const inOrder = Array.from({ length: EACH }, (_, index) => index + 1);
      for (const key of KEYS) expect(progress.applied.get(key)).toEqual(inOrder);
    };

    it.each<Harm>(['lose-reply-and-cut', 'lose-reply-silently'])(
      'to Produce (%s) has it sent again: nothing is lost, everything applied once and in order',
      async (harm) => {
        const topic = await newTopic();
        const progress = await newReader(topic);
        const writer = new Writer(openLog());
        closing.push(() => writer.close());
        writer.queue(topic, KEYS, EACH);
        const trap = wire.kafka.trap({ on: 'Produce', harm, nth: 2 });
        await writer.drain(100);
        await trap.done;
        expect(writer.failures).toBeGreaterThan(0);
        await until('everything is applied', () => progress.count() === ALL);
        everythingOnceInOrder(progress);
        expect(await recordsIn(topic)).toBe(ALL + 100);
      },
      60_000,
    );

    it.each<Harm>(['lose-reply-and-cut', 'lose-reply-silently'])(
      'to OffsetCommit (%s) changes nothing for readers, who go by their own progress',
      async (harm) => {
        const topic = await newTopic();
        const progress = await newReader(topic);
        const writer = new Writer(openLog());
        closing.push(() => writer.close());
        writer.queue(topic, KEYS, EACH);
        const trap = wire.kafka.trap({ on: 'OffsetCommit', harm });
        await writer.drain(20);
        await trap.done;
        await until('everything is applied', () => progress.count() === ALL);
        everythingOnceInOrder(progress);
        expect(await recordsIn(topic)).toBe(ALL);
      },
      60_000,
    );

    it.each(['OffsetCommit', 'Heartbeat'])(
      'to %s, on a connection that stays silent from then on, does not make a reader deaf',
      async (on) => {
        const topic = await newTopic();
        const progress = await newReader(topic);
        const writer = new Writer(openLog());
        closing.push(() => writer.close());
        const trap = wire.kafka.trap({ on, harm: 'lose-reply-silently' });
        writer.queue(topic, KEYS.slice(0, 1), 1);
        await writer.drain(100);
        await trap.done;
        writer.queue(topic, KEYS.slice(1), EACH);
        await writer.drain(100);
        await until('the rest is applied', () => progress.count() === ALL - EACH + 1, 60_000);
      },
      90_000,
    );
  },
  { front: wire.front },
);
