import type { ServerResponse } from 'node:http';
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
  /** A comment is sent this often, so that nobody on the way closes a silent connection; 15 000 ms when absent. */
  readonly heartbeatMs?: number;
}

/** The structural part of a Fastify reply that a stream needs: `@Res() reply: EventReply`. */
export interface EventReply {
  readonly raw: ServerResponse;
  hijack(): unknown;
  getHeaders(): Record<string, number | string | string[] | undefined>;
}

const HEARTBEAT_MS = 15_000;
/** The last word of a process that stops: in a second another one is there. */
const CONNECT_AGAIN = 'retry: 1000\n\n';
/** A client that reads so slowly that this much waits for it is let go; it can connect again. */
const MAX_WAITING_BYTES = 1024 * 1024;

/**
 * Answers a request with server-sent events. Subscribes at once and unsubscribes when the client is gone, the process
 * stops, or the source ends or fails; the client connects again by itself. The handler takes `@Res()` and returns nothing.
 */
export function streamEvents(
  reply: EventReply,
  source: Observable<LiveEvent>,
  options: StreamOptions,
): void {
  const { raw } = reply;
  const headers = reply.getHeaders();
  reply.hijack();
  raw.writeHead(200, {
    ...headers,
    'content-type': 'text/event-stream; charset=utf-8',
    'x-accel-buffering': 'no',
  });
  raw.flushHeaders();
  const end = (): void => void raw.end();
  const leave = (): void => void raw.end(CONNECT_AGAIN);
  const write = (text: string): void => {
    raw.write(text);
    if (raw.writableLength > MAX_WAITING_BYTES) raw.destroy();
  };
  const heartbeat = setInterval(() => write(':\n\n'), options.heartbeatMs ?? HEARTBEAT_MS);
  options.stopping.addEventListener('abort', leave, { once: true });
  const subscription = source.subscribe({
    next: (event) => write(textOf(event)),
    error: end,
    complete: end,
  });
  const release = (): void => {
    clearInterval(heartbeat);
    options.stopping.removeEventListener('abort', leave);
    subscription.unsubscribe();
  };
  raw.once('close', release);
  if (raw.destroyed) release();
  if (options.stopping.aborted) leave();
}

/** JSON has no line breaks of its own, so that `data` is one line. */
function textOf({ id, event, data }: LiveEvent): string {
  const lines = [id && `id: ${id}`, event && `event: ${event}`, `data: ${JSON.stringify(data)}`];
  return `${lines.filter(Boolean).join('\n')}\n\n`;
}
