import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { Conversation, Exchange } from './conversation.js';
import { Lane } from './lane.js';
import type { Trap } from './traps.js';
import type { Direction, Weather } from './weather.js';

export interface ConnectionOptions {
  readonly client: Socket;
  readonly server: Socket;
  readonly conversation: Conversation;
  readonly weather: Weather;
  readonly trapFor: (exchange: Exchange) => Trap | undefined;
}

/** A client's connection and ours to the server, frame by frame. */
export class ProxiedConnection {
  readonly #options: ConnectionOptions;
  readonly #ended = new AbortController();
  readonly #harmed = new Map<Exchange, Trap>();
  /** Open, and nothing passes any more. */
  #silent = false;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    for (const socket of [options.client, options.server]) {
      socket.setNoDelay(true);
      socket.on('error', () => this.cut());
      socket.once('close', (hadError) => hadError && this.cut());
    }
  }

  get clientName(): string | undefined {
    return this.#options.conversation.client;
  }

  /** Ends when both directions have. */
  async run(): Promise<void> {
    const { client, server } = this.#options;
    const lanes = [
      this.#lane('to-server', client, server, (bytes) => this.#request(bytes)),
      this.#lane('to-client', server, client, (bytes) => this.#reply(bytes)),
    ];
    await Promise.allSettled(lanes.map((lane) => lane.run()));
    this.#ended.abort();
    client.destroy();
    server.destroy();
    // Whoever hung up meanwhile will not hear of it either.
    for (const trap of this.#harmed.values()) trap.finish();
  }

  /** Both ends see the connection reset. */
  cut(): void {
    this.#ended.abort();
    reset(this.#options.client);
    reset(this.#options.server);
  }

  #lane(
    direction: Direction,
    from: Socket,
    to: Socket,
    pass: (bytes: Buffer) => Promise<void>,
  ): Lane {
    const { weather } = this.#options;
    const client = (): string | undefined => this.clientName;
    return new Lane({ from, to, direction, weather, client, pass, signal: this.#ended.signal });
  }

  async #request(bytes: Buffer): Promise<void> {
    for (const frame of this.#options.conversation.fromClient(bytes)) {
      // Nothing goes on from a silent connection: a trap that took something here would wait for ever.
      if (this.#silent) continue;
      const trap = frame.exchange && this.#options.trapFor(frame.exchange);
      if (trap?.harm === 'hold-request') await this.#held(trap);
      else if (trap) this.#harmed.set(frame.exchange, trap);
      await this.#write(this.#options.server, frame.bytes);
    }
  }

  async #reply(bytes: Buffer): Promise<void> {
    for (const frame of this.#options.conversation.fromServer(bytes)) {
      const trap = frame.exchange && this.#harmed.get(frame.exchange);
      if (trap?.harm === 'hold-reply') await this.#held(trap);
      if (!trap || trap.harm === 'hold-reply') await this.#write(this.#options.client, frame.bytes);
      else if (frame.ends) this.#lose(trap);
    }
  }

  #lose(trap: Trap): void {
    this.#silent = true;
    if (trap.harm === 'lose-reply-and-cut') this.cut();
    trap.finish();
  }

  async #held(trap: Trap): Promise<void> {
    await Promise.race([trap.released, this.#gone()]);
    trap.finish();
  }

  async #write(to: Socket, bytes: Buffer): Promise<void> {
    if (this.#silent || this.#ended.signal.aborted) return;
    if (!to.write(bytes)) await Promise.race([once(to, 'drain'), this.#gone()]);
  }

  async #gone(): Promise<void> {
    const { signal } = this.#ended;
    if (!signal.aborted) await once(signal, 'abort');
  }
}

/** A reset after the end of our own half would leave the socket's handle open for ever. */
function reset(socket: Socket): void {
  if (socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
}
