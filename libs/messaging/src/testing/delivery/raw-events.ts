import { v7 as uuidV7 } from 'uuid';
import { cloudEventHeaders } from '../../envelope/cloud-event-headers.js';
import { OUTBOX_START } from '../../relay/outbox-position.js';
import { readOutbox } from '../../relay/outbox-reader.repository.js';
import { partitionOf } from '../../partition/partition-of.js';
import type { DeliveryWorld } from '../delivery-world.js';
import type { RawRecord } from '../event-log-harness.js';

export interface RawEvent {
  readonly key: string;
  readonly sequence: number;
  readonly id?: string;
  readonly type?: string;
  readonly note?: string;
  /** Instead of `{ data }` in JSON. */
  readonly value?: Buffer;
}

/** A record as a writer of ours would have sent it, past its outbox. */
export function rawEvent(world: DeliveryWorld, event: RawEvent): RawRecord {
  const { key, sequence, note = 'injected' } = event;
  const data = { note, weight: 1 };
  return {
    topic: world.contract.topic,
    partition: partitionOf(key),
    key,
    headers: cloudEventHeaders({
      id: event.id ?? uuidV7(),
      type: event.type ?? world.contract.type,
      key,
      sequence,
      source: '/madoguchi/applications',
      time: '2026-11-20T00:00:00.000Z',
    }),
    value: event.value ?? Buffer.from(JSON.stringify({ data })),
  };
}

export const inject = (world: DeliveryWorld, ...events: RawEvent[]): Promise<void> =>
  world.services.harness.inject(events.map((event) => rawEvent(world, event)));

/** What the writer has said, as its relay sends it: to put a part of it into another log. */
export const saidSoFar = (world: DeliveryWorld): Promise<RawRecord[]> =>
  readOutbox(world.services.writer.db, OUTBOX_START, Number.MAX_SAFE_INTEGER);
