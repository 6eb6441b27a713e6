import type { Kafka } from 'kafkajs';
import { readTopics, type TopicRecord } from '../../faults/check/topics.js';
import type { Place, Sample } from './place.js';

/** Every record of every topic of ours: its key, its headers, its value. */
export function topicsPlace(kafka: () => Kafka): Place {
  return {
    kind: 'topic',
    async *samples() {
      for (const record of await readTopics(kafka())) yield sampleOf(record);
    },
  };
}

export const sampleOf = ({
  topic,
  partition,
  offset,
  key,
  headers,
  value,
}: TopicRecord): Sample => ({
  where: `${topic}/${partition}@${offset}`,
  bytes: Buffer.concat([
    Buffer.from([key, ...Object.entries(headers).flat(), ''].join('\n')),
    value,
  ]),
});
