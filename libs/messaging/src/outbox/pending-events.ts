import type { EventContract } from '@app/contracts';
import type { SealablePart } from './sealable-part.js';

/** An event that was accepted by `add` and waits for its number. */
export interface PendingEvent {
  readonly id: string;
  readonly contract: EventContract;
  readonly key: string;
  readonly firstOfKey: boolean;
  /** The data as JSON, valid. */
  readonly data: string;
  readonly sealed: SealablePart | undefined;
  readonly time: string;
  readonly traceparent: string | undefined;
}

export interface NumberedEvent extends PendingEvent {
  readonly sequence: number;
}

/** The events that one transaction says into one stream. */
export interface PendingStream {
  readonly topic: string;
  readonly key: string;
  readonly firstOfKey: boolean;
  readonly events: PendingEvent[];
}

/** Groups by (topic, key). A stream is new when its first event said so: later ones of the same transaction need not know. */
export function streamsOf(events: readonly PendingEvent[]): PendingStream[] {
  const streams = new Map<string, PendingStream>();
  for (const event of events) {
    const { topic } = event.contract;
    const name = `${topic}|${event.key}`;
    const stream = streams.get(name);
    if (stream) stream.events.push(event);
    else
      streams.set(name, { topic, key: event.key, firstOfKey: event.firstOfKey, events: [event] });
  }
  return [...streams.values()];
}

/** What the outbox keeps beside the payload, as JSON. */
export function headersOf({ time, traceparent }: PendingEvent): string {
  return JSON.stringify({ time, traceparent });
}
