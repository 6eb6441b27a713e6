import kafkajs from 'kafkajs';
import type { Admin, Kafka, KafkaConfig } from 'kafkajs';
import type { KafkaAccess } from '@app/messaging';
import { readTls } from '@app/transport';

/** A plain kafkajs client, which knows nothing of ours. */
export function kafkaClient(
  { brokers, sasl, tls }: KafkaAccess,
  more: Partial<KafkaConfig> = {},
): Kafka {
  return new kafkajs.Kafka({
    brokers: [...brokers],
    ...(sasl && { sasl: { mechanism: 'scram-sha-512', ...sasl } }),
    ...(tls && { ssl: readTls(tls) }),
    logLevel: kafkajs.logLevel.NOTHING,
    ...more,
  });
}

/** Over an administrator's connection of its own. */
export async function administering<T>(
  access: KafkaAccess,
  work: (admin: Admin) => Promise<T>,
): Promise<T> {
  const admin = kafkaClient(access).admin();
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}
