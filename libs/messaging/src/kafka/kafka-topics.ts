import { PARTITIONS, RETENTION_DAYS } from '@app/contracts';
import type { Admin, ITopicConfig } from 'kafkajs';
import { setTimeout as delay } from 'node:timers/promises';

const RETENTION_MS = RETENTION_DAYS * 24 * 60 * 60 * 1_000;
const SERVED_WITHIN_MS = 10_000;
const LOOK_AGAIN_MS = 20;

/**
 * Makes the topics that do not exist: 24 partitions, kept 30 days, never compacted. One that exists with another number
 * of partitions is refused: its cases would lie in other partitions than we compute.
 */
export async function createMissingTopics(admin: Admin, topics: readonly string[]): Promise<void> {
  const existing = new Set(await admin.listTopics());
  const missing = topics.filter((topic) => !existing.has(topic));
  // false = somebody else made them in this moment. kafkajs's own wait gives up when metadata lag behind.
  if (missing.length > 0)
    await admin.createTopics({ topics: missing.map(definition), waitForLeaders: false });
  // All of them: the others, too, may have been made a moment ago, by a service that starts beside us.
  for (const topic of topics) await untilServed(admin, topic);
  await refuseOtherPartitionCounts(admin, topics);
}

/** A leader is named in the metadata a moment before it serves; a send in that moment would fail. */
async function untilServed(admin: Admin, topic: string): Promise<void> {
  const deadline = performance.now() + SERVED_WITHIN_MS;
  for (;;) {
    try {
      await admin.fetchTopicOffsets(topic);
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await delay(LOOK_AGAIN_MS);
    }
  }
}

function definition(topic: string): ITopicConfig {
  return {
    topic,
    numPartitions: PARTITIONS,
    // -1: as many copies as the cluster has as its default (1 on a developer's machine, 3 on three nodes).
    replicationFactor: -1,
    configEntries: [
      { name: 'cleanup.policy', value: 'delete' },
      { name: 'retention.ms', value: String(RETENTION_MS) },
    ],
  };
}

async function refuseOtherPartitionCounts(admin: Admin, topics: readonly string[]): Promise<void> {
  const { topics: found } = await admin.fetchTopicMetadata({ topics: [...topics] });
  for (const { name, partitions } of found)
    if (partitions.length !== PARTITIONS)
      throw new Error(
        `Topic ${name} has ${partitions.length} partitions instead of ${PARTITIONS}.`,
      );
}
