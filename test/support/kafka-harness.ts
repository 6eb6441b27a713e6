import { randomUUID } from 'node:crypto';
import kafkajs from 'kafkajs';
import type { Admin, Message } from 'kafkajs';
import {
  createKafkaTopics,
  KafkaEventLog,
  type KafkaEventLogOptions,
  type LogClient,
  type SubscribeOptions,
  type Subscription,
} from '@app/messaging';
import type { EventLogFactory, EventLogHarness, RawRecord } from '@app/messaging/testing';
import { until } from './until.js';

const ignore = (): void => undefined;
export const QUIET = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** New topics on a running cluster, for the suites that every event log has to pass. */
export function kafkaHarness(brokers: () => readonly string[]): EventLogFactory {
  return async ({ topics }) => {
    const options = { brokers: brokers(), clientId: 'test', log: QUIET };
    await createKafkaTopics(options, topics);
    return new KafkaHarness(options);
  };
}

/**
 * Groups of this test's own: all worlds call their reader by the same name, and members of one Kafka group have to read
 * the same topics.
 */
class OwnGroups extends KafkaEventLog {
  readonly #test: string;

  constructor(options: KafkaEventLogOptions, test: string) {
    super(options);
    this.#test = test;
  }

  override subscribe(client: LogClient, options: SubscribeOptions): Promise<Subscription> {
    return super.subscribe(client, { ...options, group: `${this.#test}.${options.group}` });
  }
}

class KafkaHarness implements EventLogHarness {
  readonly #options: KafkaEventLogOptions;
  readonly #test = randomUUID();
  readonly #opened: KafkaEventLog[] = [];

  constructor(options: KafkaEventLogOptions) {
    this.#options = options;
  }

  open(): KafkaEventLog {
    const log = new OwnGroups(this.#options, this.#test);
    this.#opened.push(log);
    return log;
  }

  async inject(records: readonly RawRecord[]): Promise<void> {
    const producer = this.#kafka().producer({
      createPartitioner:
        () =>
        ({ message }) =>
          message.partition ?? 0,
    });
    await producer.connect();
    for (const record of records)
      await producer.send({ topic: record.topic, messages: [rawMessage(record)] });
    await producer.disconnect();
  }

  async recreate(topic: string): Promise<void> {
    await this.#administer(async (admin) => {
      await admin.deleteTopics({ topics: [topic] });
      await until('the topic is gone', async () => !(await admin.listTopics()).includes(topic));
    });
    await createKafkaTopics(this.#options, [topic]);
  }

  trim({
    topic,
    partition,
    offset,
  }: {
    topic: string;
    partition: number;
    offset: bigint;
  }): Promise<void> {
    const partitions = [{ partition, offset: String(offset) }];
    return this.#administer(async (admin) => {
      // kafkajs knows only the topics that this connection has asked for before.
      await admin.fetchTopicOffsets(topic);
      await admin.deleteTopicRecords({ topic, partitions });
    });
  }

  async dispose(): Promise<void> {
    await Promise.all(this.#opened.map((log) => log.close()));
  }

  async #administer(work: (admin: Admin) => Promise<void>): Promise<void> {
    const admin = this.#kafka().admin();
    await admin.connect();
    await work(admin);
    await admin.disconnect();
  }

  #kafka(): InstanceType<typeof kafkajs.Kafka> {
    return new kafkajs.Kafka({
      brokers: [...this.#options.brokers],
      logLevel: kafkajs.logLevel.NOTHING,
    });
  }
}

function rawMessage({ partition, key, headers, value }: RawRecord): Message {
  return { partition, key: key ?? null, headers: { ...headers }, value: value ?? null };
}
