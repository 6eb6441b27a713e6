const LOOK_EVERY_MS = 5_000;
/** Longer than a rebalance (10 s), a session (6 s) and a restart of the consumer together. */
const SILENCE_MS = 30_000;

export interface Watched {
  /** Fetches, or works on what it fetched, right now. */
  isBusy(): boolean;
  isReachable(): Promise<boolean>;
  onSilence(error: Error): void;
}

/**
 * kafkajs can stop to consume without a word. If nothing was fetched for half a minute although the cluster answers,
 * only a new process helps. A cluster that is away is no reason: then nobody can fetch.
 */
export class FetchWatchdog {
  readonly #watched: Watched;
  readonly #timer: NodeJS.Timeout;
  #lastFetch = performance.now();
  #asking = false;

  constructor(watched: Watched) {
    this.#watched = watched;
    this.#timer = setInterval(() => void this.#look(), LOOK_EVERY_MS).unref();
  }

  fetched(): void {
    this.#lastFetch = performance.now();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /**
   * Asked at every look without a fetch, one at a time: whether the cluster answers now says nothing of the half minute
   * before, and an answer that took longer than a look is one of a cluster that was away when it was asked.
   */
  async #look(): Promise<void> {
    if (this.#asking) return;
    if (this.#watched.isBusy()) this.fetched();
    const asked = performance.now();
    if (asked - this.#lastFetch < LOOK_EVERY_MS) return;
    this.#asking = true;
    const reachable = await this.#watched.isReachable();
    this.#asking = false;
    const now = performance.now();
    if (!reachable || now - asked >= LOOK_EVERY_MS) return this.fetched();
    if (now - this.#lastFetch < SILENCE_MS) return;
    this.stop();
    this.#watched.onSilence(
      new Error(`Nothing was fetched for ${SILENCE_MS / 1_000} s although the cluster answers.`),
    );
  }
}
