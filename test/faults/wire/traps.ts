import type { Exchange } from './conversation.js';

/**
 * `lose-reply-and-cut`: the server does what was asked, its reply is dropped and the connection ends.
 * `lose-reply-silently`: the same, and the connection stays open without another byte in either direction.
 * `hold-request`, `hold-reply`: it, and what follows it on this connection in its direction, waits until `release()`.
 */
export type Harm = 'lose-reply-and-cut' | 'lose-reply-silently' | 'hold-request' | 'hold-reply';

export interface TrapOptions {
  readonly on: string | ((exchange: Exchange) => boolean);
  readonly harm: Harm;
  /** Only what this client asks. */
  readonly client?: string;
  /** The n-th that matches; default the first. */
  readonly nth?: number;
}

/** Harms one exchange, once. */
export class Trap {
  readonly #options: TrapOptions;
  readonly #caught = Promise.withResolvers<Exchange>();
  readonly #done = Promise.withResolvers<void>();
  readonly #released = Promise.withResolvers<void>();
  #left: number;

  constructor(options: TrapOptions) {
    this.#options = options;
    this.#left = options.nth ?? 1;
  }

  get harm(): Harm {
    return this.#options.harm;
  }

  /** The request came by; it is executed by the server (or held) from here on. */
  get caught(): Promise<Exchange> {
    return this.#caught.promise;
  }

  /** The reply was there and was dropped, or the client had hung up before it came; or what was held went on. */
  get done(): Promise<void> {
    return this.#done.promise;
  }

  /** Until when something held waits. */
  get released(): Promise<void> {
    return this.#released.promise;
  }

  release(): void {
    this.#released.resolve();
  }

  finish(): void {
    this.#done.resolve();
  }

  /** Whether this exchange is the one. */
  takes(exchange: Exchange): boolean {
    const { on, client } = this.#options;
    if (client !== undefined && client !== exchange.client) return false;
    if (typeof on === 'string' ? on !== exchange.name : !on(exchange)) return false;
    this.#left -= 1;
    if (this.#left !== 0) return false;
    this.#caught.resolve(exchange);
    return true;
  }
}
