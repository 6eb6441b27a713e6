import { Problem } from '@app/observability';
import { once } from 'node:events';
import {
  type ClientRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Upstream } from './upstream.js';

/** Between two neighbours only (RFC 9110, 7.6.1); the body is held, so its length is known. */
const OF_ONE_CONNECTION = [
  'connection',
  'expect',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
] as const;
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Longer than the thirty seconds that a service gives a request, and than two heartbeats of a live stream. */
const SILENCE_MS = 35_000;

/** One request on its way to a process and back; it may be given to another process as long as that is safe. */
export class Forwarding {
  constructor(
    private readonly request: IncomingMessage,
    private readonly response: ServerResponse,
    private readonly body: Buffer | undefined,
  ) {}

  /**
   * Answers what the process answers, as it comes.
   * @throws Problem outcome-unknown when the process may have done what was asked, and is gone
   */
  async to(upstream: Upstream): Promise<'answered' | 'not-answered'> {
    const outgoing = this.#send(upstream);
    const onGone = (): void => void outgoing.destroy();
    this.response.once('close', onGone);
    try {
      const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
      // What a process says that is stopping; the next request finds it closed already.
      if (answer.statusCode === 503 && answer.headers.connection === 'close') upstream.suspect();
      await this.#pass(answer);
      return 'answered';
    } catch (error) {
      if (this.response.headersSent || this.response.destroyed) throw error;
      upstream.suspect();
      if (SAFE.has(this.request.method ?? '') || neverConnected(error)) return 'not-answered';
      throw new Problem('outcome-unknown', { cause: error, headers: { 'retry-after': '1' } });
    } finally {
      this.response.off('close', onGone);
    }
  }

  #send({ url: origin, agent }: Upstream): ClientRequest {
    const { method, url = '/', headers } = this.request;
    const outgoing = request(new URL(origin), {
      agent,
      method,
      path: url,
      headers: withoutNeighbours(headers),
      timeout: SILENCE_MS,
    });
    // Whoever waits for the answer hears of it; what comes after that must not end this process.
    outgoing.on('error', () => undefined);
    outgoing.once('timeout', () => outgoing.destroy(new Error('The process does not answer.')));
    outgoing.end(this.body);
    return outgoing;
  }

  async #pass(answer: IncomingMessage): Promise<void> {
    this.response.writeHead(answer.statusCode ?? 502, withoutNeighbours(answer.headers));
    if (answer.headers['content-type']?.startsWith('text/event-stream'))
      this.response.flushHeaders();
    await pipeline(answer, this.response);
  }
}

/** Not a byte of the request was sent. */
const neverConnected = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'syscall' in error && error.syscall === 'connect';

function withoutNeighbours(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const named = (headers.connection ?? '').toLowerCase().split(',');
  const left = new Set<string>([...OF_ONE_CONNECTION, ...named.map((name) => name.trim())]);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !left.has(name)));
}
