import type { KafkaAccess } from '@app/messaging';
import { bareClient } from '../bare-kafka/bare-client.js';

export interface ConsumerGroup {
  readonly groupId: string;
  readonly topics: readonly string[];
}

/** Records that lie in the topics and that their groups have not committed. */
export async function lagOf(
  access: KafkaAccess,
  groups: readonly ConsumerGroup[],
): Promise<bigint> {
  const admin = bareClient(access).admin();
  await admin.connect();
  try {
    let lag = 0n;
    for (const { groupId, topics } of groups) {
      const committed = await admin.fetchOffsets({ groupId, topics: [...topics] });
      for (const { topic, partitions } of committed) {
        const ends = await admin.fetchTopicOffsets(topic);
        for (const { partition, high } of ends) {
          const offset = partitions.find((one) => one.partition === partition)?.offset ?? '-1';
          // -1: the group has committed nothing there; kept topics begin at 0.
          lag += BigInt(high) - (BigInt(offset) < 0n ? 0n : BigInt(offset));
        }
      }
    }
    return lag;
  } finally {
    await admin.disconnect();
  }
}
