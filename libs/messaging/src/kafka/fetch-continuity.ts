/** Longer than it takes to delete a topic, to make it anew and to fill it again; much longer than a usual chunk. */
const OUT_OF_SIGHT_MS = 3_000;

/**
 * Between two fetches a topic may be made anew and grow beyond our place: the next fetch succeeds, in another log. While
 * fetches follow one another, one of them meets the missing topic, and the group joins anew; while a chunk waits for
 * its database, none is made. Says when the log was out of sight for so long that the place has to be checked again.
 */
export class FetchContinuity {
  readonly #endedAt = new Map<number, number>();

  /** The places have just been checked, or will be. */
  renewed(): void {
    this.#endedAt.clear();
  }

  fetched(nodeId: number, now: number): void {
    this.#endedAt.set(nodeId, now);
  }

  /** Whether a fetch from this broker that begins now comes too long after the last one. */
  isInterrupted(nodeId: number, now: number): boolean {
    const endedAt = this.#endedAt.get(nodeId);
    return endedAt !== undefined && now - endedAt > OUT_OF_SIGHT_MS;
  }
}
