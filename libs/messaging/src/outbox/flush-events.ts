import type { ServiceName } from '@app/contracts';
import type { Tx } from '@app/persistence';
import { EventRefusedError } from './event-refused.error.js';
import { insertOutbox, takeSequences, type OutboxRow } from './outbox.repository.js';
import { streamsOf, type NumberedEvent, type PendingEvent } from './pending-events.js';

/** Far below what a broker takes (1 MB), so that the relay can never meet a message that it cannot send. */
export const MAX_EVENT_BYTES = 256 * 1024;

/** Numbers, seals and writes the events of one transaction: at most two statements, whatever their number. */
export async function flushEvents(
  tx: Tx,
  writer: ServiceName,
  events: readonly PendingEvent[],
): Promise<void> {
  const streams = streamsOf(events);
  const existing = streams.filter((stream) => !stream.firstOfKey);
  const before = existing.length === 0 ? [] : await takeSequences(tx, existing);
  const numbers = before.values();
  const sequences = new Map<PendingEvent, number>();
  for (const stream of streams) {
    const last = stream.firstOfKey ? 0 : numbers.next().value!;
    stream.events.forEach((event, index) => sequences.set(event, last + index + 1));
  }
  const rows = events.map((event) =>
    sealEvent(writer, { ...event, sequence: sequences.get(event)! }),
  );
  const opened = streams.filter((stream) => stream.firstOfKey);
  await insertOutbox(tx, opened, rows);
}

/** @throws EventRefusedError when the event is larger than 256 KB with its sealed part */
export function sealEvent(writer: ServiceName, event: NumberedEvent): OutboxRow {
  const { contract, key, sequence } = event;
  if (event.sealed === undefined) return { ...event, payload: `{"data":${event.data}}` };
  const sealed = event.sealed.seal({
    caseId: key,
    writer,
    reader: contract.sealedFor!,
    type: contract.type,
    sequence,
  });
  const payload = `{"data":${event.data},"sealed":${JSON.stringify(sealed)}}`;
  if (Buffer.byteLength(payload) > MAX_EVENT_BYTES)
    throw new EventRefusedError('event-too-large', contract.type, 'more than 256 KB when sealed');
  return { ...event, payload };
}
