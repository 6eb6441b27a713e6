import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';

/** So that a process that is not ready is taken back soon, and a ready one is not kept busy with being asked. */
const LOOK_MS = { ready: 500, notReady: 100 } as const;
const LOOK_PATIENCE_MS = 1_000;

const ignore = (): void => undefined;

/** One process of a service as the front door sees it: whether it is ready, and the connections to it. */
export class Upstream {
  readonly url: string;
  readonly agent = new Agent({ keepAlive: true });
  readonly #onChange: (ready: boolean) => void;
  #ready = false;
  #takenOut = false;
  #looking?: Promise<void>;
  #timer?: NodeJS.Timeout;
  #closed = false;

  constructor(url: string, onChange: (ready: boolean) => void = () => undefined) {
    this.url = url;
    this.#onChange = onChange;
    void this.look();
  }

  /** Whether new requests may go there. */
  get isOpen(): boolean {
    return this.#ready && !this.#takenOut;
  }

  /** No new request goes there until `putIn`; those under way are not disturbed. */
  takeOut(): void {
    this.#takenOut = true;
  }

  putIn(): void {
    this.#takenOut = false;
  }

  /** It failed or refused a request: nothing goes there until it is seen ready again. */
  suspect(): void {
    this.#become(false);
    void this.look();
  }

  /** Asks it now whether it is ready. */
  look(): Promise<void> {
    this.#looking ??= this.#lookOnce().finally(() => (this.#looking = undefined));
    return this.#looking;
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.agent.destroy();
  }

  async #lookOnce(): Promise<void> {
    clearTimeout(this.#timer);
    this.#become(await this.#isReady());
    if (this.#closed) return;
    this.#timer = setTimeout(() => void this.look(), LOOK_MS[this.#ready ? 'ready' : 'notReady']);
  }

  /** On a connection of its own: an idle one may lead to a process that is gone. */
  async #isReady(): Promise<boolean> {
    try {
      const request = get(`${this.url}/health/ready`, {
        agent: false,
        signal: AbortSignal.timeout(LOOK_PATIENCE_MS),
      });
      request.on('error', ignore);
      const [answer] = (await once(request, 'response')) as [IncomingMessage];
      answer.resume();
      return answer.statusCode === 200;
    } catch {
      return false;
    }
  }

  #become(ready: boolean): void {
    if (ready === this.#ready) return;
    this.#ready = ready;
    this.#onChange(ready);
  }
}
