import { setTimeout as wait } from 'node:timers/promises';
import { createKafkaTopics, type KafkaAccess } from '@app/messaging';

const ignore = (): void => undefined;
/** What kafkajs says while topics are made is of no use: it works, or the error says why not. */
const SILENT = { debug: ignore, info: ignore, warn: ignore, error: ignore };
const ATTEMPTS = 10;

/** Topics like ours, with 24 partitions. A busy broker takes its time until it leads what it has just made. */
export async function makeTopics(access: KafkaAccess, topics: readonly string[]): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await createKafkaTopics({ ...access, clientId: 'bench', log: SILENT }, topics);
      return;
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      await wait(500);
    }
  }
}
