import { setTimeout as delay } from 'node:timers/promises';

/** Waits for what other processes do; throws with the description when it does not come about in time. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  withinMs = 60_000,
): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`Not within ${withinMs / 1000} s: ${what}`);
    await delay(25);
  }
}
