import { randomUUID } from 'node:crypto';
import type { Message } from 'kafkajs';
import {
  createKafkaTopics,
  type KafkaAccess,
  KafkaEventLog,
  type KafkaEventLogOptions,
  type LogClient,
  type SubscribeOptions,
  type Subscription,
} from '@app/messaging';
import type { EventLogFactory, EventLogHarness, RawRecord } from '@app/messaging/testing';
import { administering, kafkaClient } from './kafka-client.js';
import { until } from './until.js';

const ignore = (): void => undefined;
export const QUIET = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** New topics on a running cluster, for the suites that every event log has to pass. */
export function kafkaHarness(access: () => KafkaAccess): EventLogFactory {
  return async ({ topics }) => {
    const options = { ...access(), clientId: 'test', log: QUIET };
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
    const producer = kafkaClient(this.#options).producer({
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
    await administering(this.#options, async (admin) => {
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
    return administering(this.#options, async (admin) => {
      // kafkajs knows only the topics that this connection has asked for before.
      await admin.fetchTopicOffsets(topic);
      await admin.deleteTopicRecords({ topic, partitions });
    });
  }

  async dispose(): Promise<void> {
    await Promise.all(this.#opened.map((log) => log.close()));
  }
}

function rawMessage({ partition, key, headers, value }: RawRecord): Message {
  return { partition, key: key ?? null, headers: { ...headers }, value: value ?? null };
}
