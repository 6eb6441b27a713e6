import { PARTITIONS, RETENTION_DAYS } from '@app/contracts';
import type { Admin, ITopicConfig } from 'kafkajs';
import { setTimeout as delay } from 'node:timers/promises';
import { LogRefusedError } from '../log-refused.error.js';

const RETENTION_MS = RETENTION_DAYS * 24 * 60 * 60 * 1_000;
const SERVED_WITHIN_MS = 30_000;
const LOOK_AGAIN_MS = 20;

/**
 * Makes the topics that do not exist, and answers which: 24 partitions, kept 30 days, never compacted. One that exists
 * with another number of partitions is refused: its cases would lie in other partitions than we compute.
 */
export async function createMissingTopics(
  admin: Admin,
  topics: readonly string[],
): Promise<string[]> {
  const existing = await partitionCounts(admin);
  const missing = topics.filter((topic) => !existing.has(topic));
  // false = somebody else made them in this moment. kafkajs's own wait gives up when metadata lag behind.
  if (missing.length > 0)
    await admin.createTopics({ topics: missing.map(definition), waitForLeaders: false });
  for (const topic of topics) await untilServed(admin, topic);
  refuseOtherCounts(await partitionCounts(admin), topics);
  return missing;
}

/**
 * Rejects when one of the topics does not exist with 24 partitions, or may not be seen by this user: for a service, which
 * has no right to make topics.
 */
export async function checkTopics(admin: Admin, topics: readonly string[]): Promise<void> {
  const existing = await partitionCounts(admin);
  const missing = topics.filter((topic) => !existing.has(topic));
  if (missing.length > 0)
    throw new LogRefusedError(
      `Topics that are not there, or that this user may not see: ${missing.join(', ')}. Who sets up the cluster makes them and gives the rights.`,
    );
  refuseOtherCounts(existing, topics);
}

/** Of every topic that the user may see. */
async function partitionCounts(admin: Admin): Promise<Map<string, number>> {
  const { topics } = await admin.fetchTopicMetadata();
  return new Map(topics.map(({ name, partitions }) => [name, partitions.length]));
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

function refuseOtherCounts(counts: ReadonlyMap<string, number>, topics: readonly string[]): void {
  for (const topic of topics) {
    const count = counts.get(topic) ?? PARTITIONS;
    if (count !== PARTITIONS)
      throw new LogRefusedError(`Topic ${topic} has ${count} partitions instead of ${PARTITIONS}.`);
  }
}
