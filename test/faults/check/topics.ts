import { randomUUID } from 'node:crypto';
import { TOPICS } from '@app/contracts';
import type { Kafka } from 'kafkajs';
import { until } from '../../support/until.js';

/** One record as it lies in the log, by nobody's code but kafkajs's. */
export interface TopicRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: Buffer;
}

export const idOf = (record: TopicRecord): string => record.headers['ce_id'] ?? '';
export const typeOf = (record: TopicRecord): string => record.headers['ce_type'] ?? '';
export const sequenceOf = (record: TopicRecord): number => Number(record.headers['ce_sequence']);

/** The clear part of an event. */
export const dataOf = <Data>(record: TopicRecord): Data =>
  (JSON.parse(record.value.toString('utf8')) as { data: Data }).data;

/** Where each partition of our topics ends now. */
export async function topicEnds(kafka: Kafka): Promise<Map<string, bigint>> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const ends = new Map<string, bigint>();
    for (const { name } of TOPICS)
      for (const { partition, high } of await admin.fetchTopicOffsets(name))
        ends.set(`${name}/${partition}`, BigInt(high));
    return ends;
  } finally {
    await admin.disconnect();
  }
}

/** Every record of every topic up to its present end, in the order of each partition. */
export async function readTopics(kafka: Kafka): Promise<TopicRecord[]> {
  const missing = new Map([...(await topicEnds(kafka))].filter(([, end]) => end > 0n));
  const records: TopicRecord[] = [];
  const consumer = kafka.consumer({ groupId: `checker-${randomUUID()}`, maxWaitTimeInMs: 100 });
  await consumer.connect();
  try {
    await consumer.subscribe({ topics: TOPICS.map(({ name }) => name), fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatch: ({ batch }) => {
        const { topic, partition } = batch;
        for (const message of batch.messages) {
          const offset = BigInt(message.offset);
          const headers = Object.entries(message.headers ?? {}).map(
            ([name, value]) => [name, String(value)] as const,
          );
          records.push({
            ...{ topic, partition, offset },
            key: message.key?.toString() ?? '',
            headers: Object.fromEntries(headers),
            value: message.value ?? Buffer.alloc(0),
          });
          if (offset + 1n >= (missing.get(`${topic}/${partition}`) ?? 0n))
            missing.delete(`${topic}/${partition}`);
        }
        return Promise.resolve();
      },
    });
    await until('the checker has read every record', () => missing.size === 0, 120_000);
  } finally {
    await consumer.disconnect();
  }
  return records;
}
