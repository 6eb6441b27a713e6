import type { Tx } from '@app/persistence';
import { errorText } from '../inbox/error-text.js';
import type { OpenedRecord } from '../inbox/open-record.js';
import type { ToPark } from '../inbox/plan-chunk.js';
import { encodeRecord } from './parked-record.js';

export interface ParkingPlace {
  readonly consumer: string;
  readonly clusterId: string;
}

/** Puts records aside in the transaction that passes them in the log, under the locks of their keys. */
export async function insertParked(
  tx: Tx,
  { consumer, clusterId }: ParkingPlace,
  parked: readonly ToPark[],
  firstRetryMs: () => number,
): Promise<void> {
  const placed = parked.map(({ opened }) => (opened.readable ? opened : undefined));
  await tx.query(
    `INSERT INTO parked (consumer, cluster_id, topic, partition, log_offset, record, key, sequence, event_id,
       type, reason, state, error, tries, next_try_at)
     SELECT $1, $2, topic, partition, log_offset, record, key, sequence, event_id, type, reason, state, error, tries,
       now() + make_interval(secs => retry_in_ms / 1000.0)
     FROM unnest($3::text[], $4::smallint[], $5::bigint[], $6::bytea[], $7::uuid[], $8::bigint[], $9::uuid[],
       $10::text[], $11::text[], $12::text[], $13::text[], $14::int[], $15::int[])
       AS p(topic, partition, log_offset, record, key, sequence, event_id, type, reason, state, error, tries, retry_in_ms)`,
    [
      consumer,
      clusterId,
      parked.map(({ opened }) => opened.record.topic),
      parked.map(({ opened }) => opened.record.partition),
      parked.map(({ opened }) => opened.record.offset.toString()),
      parked.map(({ opened }) => encodeRecord(opened.record)),
      placed.map((opened) => opened?.key ?? null),
      placed.map((opened) => opened?.sequence ?? null),
      placed.map((opened) => opened?.id ?? null),
      placed.map((opened) => opened?.type ?? null),
      parked.map(({ reason }) => reason),
      parked.map(({ state }) => state),
      parked.map(textOf),
      parked.map(({ reason }) => (reason === 'failed' ? 1 : 0)),
      parked.map(({ reason, state }) => retryInMs(reason, state, firstRetryMs)),
    ],
  );
}

/** A failed one waits a while; one that only had to come is due at once. */
function retryInMs(
  reason: ToPark['reason'],
  state: ToPark['state'],
  firstRetryMs: () => number,
): number | null {
  if (state !== 'retrying') return null;
  return reason === 'failed' ? Math.round(firstRetryMs()) : 0;
}

function textOf({ opened, error }: ToPark): string | null {
  if (error !== undefined) return errorText(error);
  return problemOf(opened) ?? null;
}

function problemOf(opened: OpenedRecord): string | undefined {
  return 'problem' in opened ? opened.problem : undefined;
}
