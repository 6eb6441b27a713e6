/** One thing that a client was told, or was not. */
export interface Testimony {
  readonly origin: string;
  readonly what: string;
  readonly status?: number;
  readonly retryAfter?: string | null;
}

/**
 * Sees every answer to every client of this test: stands in front of `fetch` and notes statuses, and connections that
 * were refused, reset or cut, at the addresses that clients use; the stack's own questions to its processes are none of
 * theirs. That a client lost its own patience says nothing about the system.
 */
export class Witness {
  readonly seen: Testimony[] = [];
  readonly #fetch = globalThis.fetch;

  constructor(private readonly origins: readonly string[]) {
    globalThis.fetch = (input, init) => this.#asked(input, init);
  }

  /** The origin's answers that a client need not accept: no answer, an error, or a 503 that does not say when to ask again. */
  complaints(): Testimony[] {
    return this.seen.filter(
      ({ status, retryAfter }) =>
        status === undefined || (status >= 500 && !(status === 503 && Number(retryAfter) >= 1)),
    );
  }

  refusals(origin: string): number {
    return this.seen.filter((one) => one.origin === origin && one.status === 503).length;
  }

  answers(origin: string): number {
    return this.seen.filter((one) => one.origin === origin && (one.status ?? 500) < 500).length;
  }

  end(): void {
    globalThis.fetch = this.#fetch;
  }

  async #asked(...[input, init]: Parameters<typeof fetch>): Promise<Response> {
    const { origin, pathname } = new URL(input instanceof Request ? input.url : input);
    if (!this.origins.includes(origin)) return this.#fetch.call(globalThis, input, init);
    const what = `${init?.method ?? 'GET'} ${pathname}`;
    try {
      const response = await this.#fetch.call(globalThis, input, init);
      const retryAfter = response.headers.get('retry-after');
      this.seen.push({ origin, what, status: response.status, retryAfter });
      return this.#whole(response, { origin, what });
    } catch (error) {
      this.#note({ origin, what }, error);
      throw error;
    }
  }

  /** An answer that is cut off is none. */
  #whole(response: Response, at: { origin: string; what: string }): Response {
    const text = response.text.bind(response);
    const witnessed = (): Promise<string> =>
      text().catch((error: unknown) => {
        this.#note(at, error);
        throw error;
      });
    Object.defineProperty(response, 'text', { value: witnessed });
    return response;
  }

  #note({ origin, what }: { origin: string; what: string }, error: unknown): void {
    if ((error as Error).name === 'TimeoutError') return;
    this.seen.push({ origin, what: `${what}: ${causeOf(error)}` });
  }
}

const causeOf = (error: unknown): string => {
  const { message, cause } = error as Error;
  return `${message} ${(cause as { code?: string } | undefined)?.code ?? ''}`;
};
