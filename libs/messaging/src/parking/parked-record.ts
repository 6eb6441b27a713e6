import type { StoredRecord } from '../event-log.port.js';

/**
 * `failed`: its handler could not apply it. `behind`: another one of its stream comes first. `gap`: the one before it
 * has not come. `fork`: its number was used for another event. `invalid`: breaks its contract. `unknown-type`: a
 * newer writer. `unreadable`: no id, key or number.
 */
export type ParkReason =
  'failed' | 'behind' | 'gap' | 'fork' | 'invalid' | 'unknown-type' | 'unreadable';

/** `waiting`: for another record or a new version. `retrying`: due at `next_try_at`. `dead`: for an operator. */
export type ParkedState = 'waiting' | 'retrying' | 'dead';

/** The record byte for byte, as JSON in base64: its headers may hold what no text column takes. */
export function encodeRecord({ key, headers, value }: StoredRecord): Buffer {
  return Buffer.from(JSON.stringify({ key, headers, value: value?.toString('base64') }));
}

export function decodeRecord(
  bytes: Buffer,
  place: { topic: string; partition: number; offset: bigint },
): StoredRecord {
  const { key, headers, value } = JSON.parse(bytes.toString('utf8')) as {
    key?: string;
    headers: Record<string, string>;
    value?: string;
  };
  return {
    ...place,
    key,
    headers,
    value: value === undefined ? undefined : Buffer.from(value, 'base64'),
  };
}
