import { readRecord } from '../envelope/read-record.js';
import type { StoredRecord } from '../event-log.port.js';
import type { ProgressRow } from './chunk.repository.js';
import type { Slice } from './chunk.js';

/**
 * `fenced`: somebody else moved this partition, or it was told to begin elsewhere. `hole`: the log begins above our
 * place. `truncated`: the record before our place is not the one that we applied there: the topic was made anew.
 */
export type Misplacement = 'fenced' | 'hole' | 'truncated';

/** Whether a slice continues where PostgreSQL says that this consumer is. Kafka's word does not count. */
export function judgeSlice(
  { records }: Slice,
  progress: ProgressRow | undefined,
  toleratedHole: bigint | undefined,
): Misplacement | undefined {
  if (progress === undefined || progress.nextOffset < 0n) return 'fenced';
  const next = progress.nextOffset;
  const before = records.find((record) => record.offset === next - 1n);
  if (before && progress.lastEventId !== undefined && idOf(before) !== progress.lastEventId)
    return 'truncated';
  if (records[0]!.offset > next && toleratedHole !== next) return 'hole';
  return undefined;
}

/** What the progress row remembers of the last record, to know the log again. */
export function idOf(record: StoredRecord): string | undefined {
  const read = readRecord(record);
  return read.readable ? read.id : undefined;
}
