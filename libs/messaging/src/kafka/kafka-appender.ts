import type { IHeaders, Kafka, Message, Producer, TopicMessages } from 'kafkajs';
import type { Appender, LogRecord, MoveCursor } from '../event-log.port.js';

/** How long the broker may take to have the records on all replicas. */
const ACKNOWLEDGE_WITHIN_MS = 8_000;

/**
 * One kafkajs producer, for one relay. Not idempotent: that mode of kafkajs loses acknowledged messages. No retries, and
 * no use after a failed send, whose records may lie in the log: the relay sends again from its cursor with a new one.
 */
export class KafkaAppender implements Appender {
  readonly #producer: Producer;
  readonly #explain: (error: unknown) => unknown;
  #state: 'idle' | 'sending' | 'spent' = 'idle';

  private constructor(producer: Producer, explain: (error: unknown) => unknown) {
    this.#producer = producer;
    this.#explain = explain;
  }

  /** @param explain says plainly when the brokers refused */
  static async connect(kafka: Kafka, explain: (error: unknown) => unknown): Promise<KafkaAppender> {
    const producer = kafka.producer({
      idempotent: false,
      allowAutoTopicCreation: false,
      maxInFlightRequests: 1,
      retry: { retries: 0 },
      // The partition is part of the record; kafkajs's own choice would change with its version.
      createPartitioner:
        () =>
        ({ message }) =>
          partitionOf(message),
    });
    await producer.connect();
    return new KafkaAppender(producer, explain);
  }

  async append(records: readonly LogRecord[], moveCursor: MoveCursor): Promise<boolean> {
    if (this.#state !== 'idle')
      throw new Error(
        `This appender is ${this.#state}: one append at a time, and none after a failed one.`,
      );
    this.#state = 'sending';
    try {
      if (records.length > 0)
        await this.#producer.sendBatch({
          acks: -1,
          timeout: ACKNOWLEDGE_WITHIN_MS,
          topicMessages: byTopic(records),
        });
      const leads = await moveCursor();
      this.#state = 'idle';
      return leads;
    } catch (error) {
      this.#state = 'spent';
      throw this.#explain(error);
    }
  }

  async close(): Promise<void> {
    this.#state = 'spent';
    await this.#producer.disconnect();
  }
}

function partitionOf(message: Message): number {
  if (message.partition === undefined) throw new Error('A record without a partition is not sent.');
  return message.partition;
}

function byTopic(records: readonly LogRecord[]): TopicMessages[] {
  const topics = Map.groupBy(records, (record) => record.topic);
  return [...topics].map(([topic, ofTopic]) => ({ topic, messages: ofTopic.map(toMessage) }));
}

function toMessage({ key, value, headers, partition }: LogRecord): Message {
  return { key, value, headers: { ...headers } satisfies IHeaders, partition };
}
