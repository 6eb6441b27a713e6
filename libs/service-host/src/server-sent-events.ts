import type { Observable } from 'rxjs';

/** One event of a live stream. `data` is written as JSON. */
export interface LiveEvent {
  readonly data: unknown;
  readonly event?: string;
  /** Comes back as `Last-Event-ID` when the client connects again. */
  readonly id?: string;
}

export interface StreamOptions {
  /** `runtime.stopping`: the stream ends when the process stops, so that the client connects elsewhere. */
  readonly stopping: AbortSignal;
  /** A comment is sent after so much silence, so that nobody on the way closes the connection; 15 000 ms when absent. */
  readonly heartbeatMs?: number;
}

/** The structural part of a Fastify reply that a stream needs. */
export interface EventReply {
  hijack(): unknown;
  readonly raw: import('node:http').ServerResponse;
}

export function streamEvents(
  _reply: EventReply,
  _source: Observable<LiveEvent>,
  _options: StreamOptions,
): void {
  throw new Error('follows');
}
