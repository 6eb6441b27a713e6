import { KafkaAdmin } from './kafka-admin.js';
import { kafkaClient } from './kafka-client.js';
import type { KafkaEventLogOptions } from './kafka-event-log.js';

/** For who sets up a cluster: makes the topics that do not exist, as every service would. */
export async function createKafkaTopics(
  options: KafkaEventLogOptions,
  topics: readonly string[],
): Promise<void> {
  await new KafkaAdmin(kafkaClient(options)).ensureTopics(topics);
}
