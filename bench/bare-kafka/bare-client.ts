import kafkajs, { type Kafka } from 'kafkajs';
import type { KafkaAccess } from '@app/messaging';

export function bareClient({ brokers, sasl }: KafkaAccess): Kafka {
  return new kafkajs.Kafka({
    brokers: [...brokers],
    ...(sasl && { sasl: { mechanism: 'scram-sha-512', ...sasl } }),
    // At first contact it tells as errors what it then tries again by itself.
    logLevel: kafkajs.logLevel.NOTHING,
  });
}
