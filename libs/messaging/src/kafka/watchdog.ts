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

  async #look(): Promise<void> {
    if (this.#watched.isBusy()) this.fetched();
    if (performance.now() - this.#lastFetch < SILENCE_MS) return;
    const reachable = await this.#watched.isReachable();
    if (reachable && performance.now() - this.#lastFetch >= SILENCE_MS) {
      this.stop();
      this.#watched.onSilence(
        new Error(`Nothing was fetched for ${SILENCE_MS / 1_000} s although the cluster answers.`),
      );
    } else this.fetched();
  }
}
