import { TOPIC_ACCESS, type TopicAccess } from '@app/contracts';
import type { Admin } from 'kafkajs';
import { isNamed } from './kafka-access.js';
import { kafkaClient } from './kafka-client.js';
import type { KafkaEventLogOptions } from './kafka-event-log.js';
import { createMissingTopics } from './kafka-topics.js';
import { setTopicRights, type RightsChange } from './set-topic-rights.js';

/** What was changed; all empty when everything was as it should be. */
export interface ClusterPreparation extends RightsChange {
  readonly topicsMade: readonly string[];
}

/**
 * For who sets up a cluster, with the administrator's login: makes the topics that do not exist, gives each service the
 * rights that contracts say and takes away all others that its user has. May be repeated at any time, also beside running
 * services. On a cluster that does not know who asks (neither `sasl` nor a certificate) there are no rights to give: only topics are made.
 */
export async function prepareKafkaCluster(
  options: KafkaEventLogOptions,
  services: readonly TopicAccess[] = TOPIC_ACCESS,
): Promise<ClusterPreparation> {
  const topics = new Set(services.flatMap(({ writes, reads }) => [...writes, ...reads]));
  return administering(options, async (admin) => {
    const topicsMade = await createMissingTopics(admin, [...topics]);
    const changed = isNamed(options)
      ? await setTopicRights(admin, services)
      : { given: 0, taken: 0 };
    return { topicsMade, ...changed };
  });
}

/** For who sets up a cluster: makes topics with 24 partitions that do not exist; answers which. */
export function createKafkaTopics(
  options: KafkaEventLogOptions,
  topics: readonly string[],
): Promise<string[]> {
  return administering(options, (admin) => createMissingTopics(admin, topics));
}

/** The node that leads a partition now, by its id; undefined while there is none. */
export function leaderOf(
  options: KafkaEventLogOptions,
  at: { readonly topic: string; readonly partition: number },
): Promise<number | undefined> {
  return administering(options, async (admin) => {
    const { topics } = await admin.fetchTopicMetadata({ topics: [at.topic] });
    const found = topics[0]?.partitions.find(({ partitionId }) => partitionId === at.partition);
    return found && found.leader >= 0 ? found.leader : undefined;
  });
}

/** On a connection of its own: one that has asked for a topic before cannot make it anew after it was deleted. */
async function administering<T>(
  options: KafkaEventLogOptions,
  work: (admin: Admin) => Promise<T>,
): Promise<T> {
  const admin = kafkaClient(options).admin();
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}
