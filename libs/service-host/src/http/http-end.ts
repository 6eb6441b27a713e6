import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { within } from '@app/messaging';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** For requests under way. */
const ANSWERED_WITHIN_MS = 4_500;
/** How long whoever gives us requests may take to notice that we stop: twice the time between two looks of a front door. */
const NOTICED_WITHIN_MS = 1_000;
/** For answers of the last moment, before connections are cut off. */
const CUT_OFF_MS = 250;

/** How an HTTP application comes to its end without cutting anybody off. Made before it listens. */
export class HttpEnd {
  readonly #app: NestFastifyApplication;
  readonly #open = new Set<ServerResponse>();
  #began = performance.now();

  constructor(app: NestFastifyApplication) {
    this.#app = app;
    app.getHttpServer().prependListener('request', (_request, response) => {
      this.#open.add(response);
      response.once('close', () => this.#open.delete(response));
    });
  }

  /** Resolves when the requests that are under way now are answered, or have taken too long. */
  async answered(): Promise<void> {
    this.#began = performance.now();
    const closed = [...this.#open].map((response) => once(response, 'close'));
    await within(ANSWERED_WITHIN_MS, Promise.all(closed));
  }

  /** A second after `answered` was called, or as soon as nobody is connected, nobody can connect any more. */
  async close(): Promise<void> {
    await this.#noticed();
    const cutOff = setTimeout(() => this.#app.getHttpServer().closeAllConnections(), CUT_OFF_MS);
    await this.#app.close().finally(() => clearTimeout(cutOff));
  }

  /** A kept-alive connection that is closed just when a request arrives on it looks like a crash to its client. */
  async #noticed(): Promise<void> {
    const server = this.#app.getHttpServer();
    const connections = (): Promise<number> =>
      new Promise((resolve) => server.getConnections((_error, count) => resolve(count ?? 0)));
    while (performance.now() - this.#began < NOTICED_WITHIN_MS && (await connections()) > 0)
      await delay(20);
  }
}
