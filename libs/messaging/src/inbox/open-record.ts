import type { EventContract } from '@app/contracts';
import type { Delivery } from '../delivery.js';
import { openPayload } from '../envelope/open-payload.js';
import { readRecord, type ReadableRecord, type UnreadableRecord } from '../envelope/read-record.js';
import type { StoredRecord } from '../event-log.port.js';
import type { HandlerRegistry } from './handler-registry.js';

/** A record with everything that can be known of it without the database. */
export type OpenedRecord =
  | (UnreadableRecord & { readonly kind: 'unreadable' })
  | (ReadableRecord & { readonly kind: 'deliver'; readonly delivery: Delivery })
  | (ReadableRecord & { readonly kind: 'pass'; readonly contract: EventContract })
  | (ReadableRecord & {
      readonly kind: 'invalid';
      readonly contract: EventContract;
      readonly problem: string;
    })
  | (ReadableRecord & { readonly kind: 'unknown-type' });

export type PlacedRecord = Exclude<OpenedRecord, { kind: 'unreadable' }>;

export function openRecord(record: StoredRecord, registry: HandlerRegistry): OpenedRecord {
  const read = readRecord(record);
  if (!read.readable) return { ...read, kind: 'unreadable' };
  const reaction = registry.reactionTo(record.topic, read.type);
  if (reaction.to === 'wait') return { ...read, kind: 'unknown-type' };
  const { contract } = reaction;
  if (reaction.to === 'pass') return { ...read, kind: 'pass', contract };
  const opened = openPayload(read, contract);
  return 'delivery' in opened
    ? { ...read, kind: 'deliver', delivery: opened.delivery }
    : { ...read, kind: 'invalid', contract, problem: opened.problem };
}

/** Where an unseen key begins; undefined for a type that nobody here knows. */
export function startOf(opened: PlacedRecord): EventContract['start'] | undefined {
  if (opened.kind === 'deliver') return opened.delivery.contract.start;
  return opened.kind === 'unknown-type' ? undefined : opened.contract.start;
}
