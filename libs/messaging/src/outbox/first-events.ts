import { partitionOf } from '../partition/partition-of.js';
import type { OutboxRow } from './outbox.repository.js';
import { headersOf } from './pending-events.js';

declare const checked: unique symbol;

/** An event that begins the stream of a key minted with it: checked, sealed, numbered 1. Only `Outbox.first` makes one. */
export interface FirstEvent {
  readonly row: OutboxRow;
  readonly [checked]: true;
}

export const firstEvent = (row: OutboxRow): FirstEvent => ({ row }) as unknown as FirstEvent;

/** What a statement needs in order to write first events beside rows of its own. */
export interface FirstEventsSql {
  /** For `unnest`, in the order of `Outbox.parametersOf`. */
  readonly arrays: string;
  /** The columns that `arrays` becomes. */
  readonly columns: string;
  /** Two CTEs that insert stream and event of each row of `from`. */
  readonly inserts: string;
}

const COLUMNS = [
  ['event_id', 'uuid', ({ id }: OutboxRow) => id],
  ['event_topic', 'text', ({ contract }: OutboxRow) => contract.topic],
  ['event_partition', 'smallint', ({ key }: OutboxRow) => partitionOf(key)],
  ['event_key', 'uuid', ({ key }: OutboxRow) => key],
  ['event_type', 'text', ({ contract }: OutboxRow) => contract.type],
  ['event_headers', 'jsonb', headersOf],
  ['event_payload', 'text', ({ payload }: OutboxRow) => payload],
] as const;

/**
 * The part of a statement that writes first events: for a writer whose own rows decide, within the same statement, which of
 * its events are said. `from` is a CTE with the columns; `firstParameter` is the number of the first of its parameters.
 */
export function firstEventsSql(from: string, firstParameter: number): FirstEventsSql {
  return {
    arrays: COLUMNS.map(([, type], index) => `$${firstParameter + index}::${type}[]`).join(', '),
    columns: COLUMNS.map(([name]) => name).join(', '),
    inserts: `opened AS (
      INSERT INTO stream (topic, key, last) SELECT event_topic, event_key, 1 FROM ${from}
    ), said AS (
      INSERT INTO outbox (event_id, topic, partition, key, sequence, type, headers, payload)
      SELECT event_id, event_topic, event_partition, event_key, 1, event_type, event_headers, convert_to(event_payload, 'UTF8')
      FROM ${from}
    )`,
  };
}

/** One array per column. */
export const firstEventArrays = (events: readonly FirstEvent[]): unknown[][] =>
  COLUMNS.map(([, , valueOf]) => events.map(({ row }) => valueOf(row)));
