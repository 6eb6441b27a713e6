import { accessOf, accessStands } from '@app/auth';
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
  readonly request: object;
  readonly raw: ServerResponse;
  hijack(): unknown;
  getHeaders(): Record<string, number | string | string[] | undefined>;
}

const HEARTBEAT_MS = 15_000;
/** The last word of a process that stops: in a second another one is there. */
const CONNECT_AGAIN = 'retry: 1000\n\n';
/** A client that reads so slowly that this much waits for it is let go; it can connect again. */
const MAX_WAITING_BYTES = 1024 * 1024;

/** Of one caller at a time: more than anybody has windows open. One more ends the oldest, which often nobody reads any more. */
const MAX_OF_ONE_CALLER = 10;

/** What ends the open streams of each caller, the oldest first. */
const open = new Map<string, Set<() => void>>();

/**
 * Answers a request with server-sent events. Subscribes at once and unsubscribes when the client is gone, the process
 * stops, the source ends or fails, or the caller's token or rights do: at every heartbeat they are proved again. The client
 * connects again by itself. The handler takes `@Res()` and returns nothing.
 */
export function streamEvents(
  reply: EventReply,
  source: Observable<LiveEvent>,
  options: StreamOptions,
): void {
  const { raw, request } = reply;
  const headers = reply.getHeaders();
  reply.hijack();
  raw.writeHead(200, {
    ...headers,
    'content-type': 'text/event-stream; charset=utf-8',
    'x-accel-buffering': 'no',
  });
  if (raw.req.method === 'HEAD') return void raw.end();
  raw.flushHeaders();
  const end = (): void => void raw.end();
  const leave = (): void => void raw.end(CONNECT_AGAIN);
  const write = (text: string): void => {
    if (raw.writableEnded) return;
    raw.write(text);
    if (raw.writableLength > MAX_WAITING_BYTES) raw.destroy();
  };
  const beat = (): void =>
    void accessStands(request).then((stands) => (stands ? write(':\n\n') : end()));
  const heartbeat = setInterval(beat, options.heartbeatMs ?? HEARTBEAT_MS);
  options.stopping.addEventListener('abort', leave, { once: true });
  const subscription = source.subscribe({
    next: (event) => write(textOf(event)),
    error: end,
    complete: end,
  });
  const forget = countIn(accessOf(request)?.sub, end);
  const release = (): void => {
    clearInterval(heartbeat);
    options.stopping.removeEventListener('abort', leave);
    subscription.unsubscribe();
    forget();
  };
  raw.once('close', release);
  if (raw.destroyed) release();
  if (options.stopping.aborted) leave();
}

/** @returns what takes it out again */
function countIn(caller: string | undefined, end: () => void): () => void {
  if (caller === undefined) return () => undefined;
  const own = open.get(caller) ?? new Set();
  const [oldest] = own;
  if (own.size >= MAX_OF_ONE_CALLER && oldest) {
    own.delete(oldest);
    oldest();
  }
  open.set(caller, own.add(end));
  return () => {
    own.delete(end);
    if (own.size === 0 && open.get(caller) === own) open.delete(caller);
  };
}

/** JSON has no line breaks of its own, so that `data` is one line. */
function textOf({ id, event, data }: LiveEvent): string {
  const lines = [id && `id: ${id}`, event && `event: ${event}`, `data: ${JSON.stringify(data)}`];
  return `${lines.filter(Boolean).join('\n')}\n\n`;
}
