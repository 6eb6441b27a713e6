import type { StoredRecord } from '../event-log.port.js';
import { CE } from './cloud-event-headers.js';

/** A record that can be placed in a stream; whether its content is any good is another question. */
export interface ReadableRecord {
  readonly readable: true;
  readonly record: StoredRecord;
  readonly id: string;
  readonly key: string;
  readonly sequence: number;
  readonly type: string;
}

/** A record of which nobody can say whose it is. If it was ours, the key's next record shows it as a gap. */
export interface UnreadableRecord {
  readonly readable: false;
  readonly record: StoredRecord;
  readonly problem: string;
}

export type ReadRecord = ReadableRecord | UnreadableRecord;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** Up to 15 digits: a number that JavaScript holds exactly. */
const SEQUENCE = /^[1-9]\d{0,14}$/;
const TYPE = /^[\w.:/-]{1,200}$/;

export const isUuid = (text: string | undefined): text is string =>
  text !== undefined && UUID.test(text);

/** Reads only what places a record. Strict about form: these values go into indexes and locks. */
export function readRecord(record: StoredRecord): ReadRecord {
  const { key, headers } = record;
  const problem = problemOf(key, headers);
  if (problem !== undefined) return { readable: false, record, problem };
  return {
    readable: true,
    record,
    id: headers[CE.id]!,
    key: key!,
    sequence: Number(headers[CE.sequence]),
    type: headers[CE.type]!,
  };
}

function problemOf(
  key: string | undefined,
  headers: Readonly<Record<string, string>>,
): string | undefined {
  if (!isUuid(key)) return 'key: not a case id';
  if (!isUuid(headers[CE.id])) return `${CE.id}: not a UUID`;
  if (!SEQUENCE.test(headers[CE.sequence] ?? '')) return `${CE.sequence}: not a positive number`;
  if (!TYPE.test(headers[CE.type] ?? '')) return `${CE.type}: missing or odd`;
  const said = headers[CE.partitionKey];
  return said === undefined || said === key ? undefined : `${CE.partitionKey}: not the key`;
}
