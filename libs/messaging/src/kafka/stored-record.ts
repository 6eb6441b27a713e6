import type { IHeaders, KafkaMessage } from 'kafkajs';
import type { StoredRecord, TopicPartition } from '../event-log.port.js';

/** A record as kafkajs read it, in the port's shape; nothing in it is trusted. */
export function storedRecord(
  { topic, partition }: TopicPartition,
  message: KafkaMessage,
): StoredRecord {
  return {
    topic,
    partition,
    offset: BigInt(message.offset),
    key: message.key?.toString('utf8'),
    headers: headersOf(message.headers),
    value: message.value ?? undefined,
  };
}

function headersOf(headers: IHeaders = {}): Record<string, string> {
  const read: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const last = Array.isArray(value) ? value.at(-1) : value;
    if (last !== undefined) read[name] = last.toString('utf8');
  }
  return read;
}
