import { backoffMs, type Backoff } from '../backoff.js';

/** How a record that its handler could not apply is tried again, before it is left to an operator. */
export interface RetryPolicy extends Backoff {
  /** Tries in all, the first included. */
  readonly tries: number;
}

/** About half an hour: long enough for what another topic still has to bring, short enough to be seen the same day. */
export const RETRY_POLICY: RetryPolicy = { baseMs: 500, factor: 3, capMs: 600_000, tries: 9 };

/** When to try after `tries` failures; undefined when it has been enough. */
export function nextRetryMs(policy: RetryPolicy, tries: number): number | undefined {
  return tries >= policy.tries ? undefined : Math.round(backoffMs(tries, policy));
}
