import type { OutboxRecord } from './outbox-reader.repository.js';

export interface SendLimits {
  readonly partitionBytes: number;
  readonly totalBytes: number;
}

/**
 * kafkajs makes one record batch per partition and the broker takes 1 MB of it: six large events of one case, sent
 * together, stopped a relay for good.
 */
export const SEND_LIMITS: SendLimits = { partitionBytes: 700_000, totalBytes: 8_000_000 };

/** Length fields and the like, per record. */
const OVERHEAD = 100;

/** The longest beginning of `rows` that one send may hold; at least one row. Never skips: the cursor is one line. */
export function nextSend<T extends Pick<OutboxRecord, 'topic' | 'partition' | 'headers' | 'value'>>(
  rows: readonly T[],
  limits: SendLimits = SEND_LIMITS,
): readonly T[] {
  const perPartition = new Map<string, number>();
  let total = 0;
  for (const [index, row] of rows.entries()) {
    const size = sizeOf(row);
    const name = `${row.topic}|${row.partition}`;
    const inPartition = (perPartition.get(name) ?? 0) + size;
    total += size;
    if (index > 0 && (inPartition > limits.partitionBytes || total > limits.totalBytes))
      return rows.slice(0, index);
    perPartition.set(name, inPartition);
  }
  return rows;
}

function sizeOf(row: Pick<OutboxRecord, 'headers' | 'value'>): number {
  let size = OVERHEAD + row.value.length;
  for (const [name, value] of Object.entries(row.headers)) size += name.length + value.length;
  return size;
}
