import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Direction, Weather } from './weather.js';

export interface LaneOptions {
  readonly from: Socket;
  readonly to: Socket;
  readonly direction: Direction;
  readonly weather: Weather;
  readonly client: () => string | undefined;
  /** Handles each piece of the stream and writes what goes on. */
  readonly pass: (bytes: Buffer) => Promise<void>;
  readonly signal: AbortSignal;
}

/** So many bytes may be on their way before the sender has to wait. */
const CAPACITY = 4_000_000;

interface Arrived {
  readonly at: number;
  /** Nothing more comes. */
  readonly bytes: Buffer | 'end';
}

/** One direction of a connection: bytes arrive after their latency, in their order, and not at all in a partition. */
export class Lane {
  private readonly queue: Arrived[] = [];
  private held = 0;
  private arrival = Promise.withResolvers<void>();

  constructor(private readonly options: LaneOptions) {
    const { from } = options;
    from.on('data', (bytes: Buffer) => this.arrive(bytes));
    from.once('end', () => this.arrive('end'));
    options.signal.addEventListener('abort', () => this.arrival.resolve(), { once: true });
  }

  /** Ends when the stream or the connection does. */
  async run(): Promise<void> {
    const { signal, to } = this.options;
    for (;;) {
      const arrived = await this.next();
      if (signal.aborted) return;
      await this.travel(arrived.at);
      if (signal.aborted) return;
      if (arrived.bytes === 'end') {
        to.end();
        return;
      }
      await this.options.pass(arrived.bytes);
      this.freed(arrived.bytes.length);
    }
  }

  private arrive(bytes: Buffer | 'end'): void {
    this.queue.push({ at: performance.now(), bytes });
    this.held += bytes === 'end' ? 0 : bytes.length;
    if (this.held > CAPACITY) this.options.from.pause();
    this.arrival.resolve();
  }

  private async next(): Promise<Arrived> {
    const { signal } = this.options;
    while (this.queue.length === 0 && !signal.aborted) {
      this.arrival = Promise.withResolvers();
      await this.arrival.promise;
    }
    return this.queue.shift() ?? { at: 0, bytes: 'end' };
  }

  private async travel(since: number): Promise<void> {
    const { weather, direction, client, signal } = this.options;
    const rest = since + weather.latencyMs - performance.now();
    if (rest > 0) await delay(rest, undefined, { signal }).catch(() => undefined);
    await weather.passable(direction, client, signal);
  }

  private freed(bytes: number): void {
    this.held -= bytes;
    if (this.held <= CAPACITY) this.options.from.resume();
  }
}
