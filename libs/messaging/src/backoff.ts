export interface Backoff {
  readonly baseMs: number;
  readonly factor: number;
  readonly capMs: number;
}

/** The wait before try `attempt` + 1 (the first try is 1): grows by the factor up to the cap, the half of it by chance. */
export function backoffMs(
  attempt: number,
  { baseMs, factor, capMs }: Backoff,
  random: () => number = Math.random,
): number {
  const full = Math.min(capMs, baseMs * factor ** (attempt - 1));
  return full / 2 + (full / 2) * random();
}

/** For what is away and comes back: a database, a broker. */
export const OUTAGE_BACKOFF: Backoff = { baseMs: 50, factor: 2, capMs: 5_000 };
