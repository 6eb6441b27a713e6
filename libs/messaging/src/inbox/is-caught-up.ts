import { PARTITIONS } from '@app/contracts';
import type { Subscription, TopicPartition } from '../event-log.port.js';
import { nameOf } from './chunk.js';
import { readProgress, type Reader } from './progress.repository.js';

/** Whether everything that the log holds now is applied or put aside. Halted partitions do not count. */
export async function isCaughtUp(
  reader: Reader,
  subscription: Subscription,
  topics: readonly string[],
): Promise<boolean> {
  const partitions = topics.flatMap(allPartitions);
  const ends = await subscription.ends(partitions);
  const rows = await readProgress(reader, partitions);
  const reached = new Map(rows.map((row) => [nameOf(row), row]));
  return ends.every((end) => {
    const progress = reached.get(nameOf(end));
    if (progress === undefined) return false;
    return progress.halted !== undefined || progress.nextOffset >= end.high;
  });
}

const allPartitions = (topic: string): TopicPartition[] =>
  Array.from({ length: PARTITIONS }, (_, partition) => ({ topic, partition }));
