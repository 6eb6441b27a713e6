import type { EachBatchPayload } from 'kafkajs';
import type { LogBatch, StoredRecord, TopicPartition } from '../event-log.port.js';
import { storedRecord } from './stored-record.js';

const BEAT_EVERY_MS = 1_000;

/** Runs the work while the group hears from us every second; when it does not want us any more, calls `lost`. */
export async function beating(
  payload: EachBatchPayload,
  lost: () => void,
  work: () => Promise<void>,
): Promise<void> {
  const timer = setInterval(() => void payload.heartbeat().catch(lost), BEAT_EVERY_MS);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
}

/** What the handler gets; `done` hears of each offset up to which it is done, while the batch is still ours. */
export function logBatch(
  payload: EachBatchPayload,
  signal: AbortSignal,
  done: (nextOffset: bigint) => void,
): LogBatch {
  const { batch } = payload;
  const at: TopicPartition = { topic: batch.topic, partition: batch.partition };
  const records: readonly StoredRecord[] = batch.messages.map((message) =>
    storedRecord(at, message),
  );
  return {
    ...at,
    records,
    high: BigInt(batch.highWatermark),
    signal,
    resolve: (nextOffset) => {
      if (signal.aborted || payload.isStale()) return;
      payload.resolveOffset(String(nextOffset - 1n));
      done(nextOffset);
    },
  };
}
