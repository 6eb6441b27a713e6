import { setTimeout as delay } from 'node:timers/promises';
import type { Exchange } from './conversation.js';
import type { Trap } from './traps.js';

const PATIENCE_MS = 60_000;

/** Waits until somebody walks into the trap; rejects when nobody does, since then no harm was done. */
export async function caught(trap: Trap): Promise<Exchange> {
  const enough = new AbortController();
  const late = delay(PATIENCE_MS, undefined, { signal: enough.signal }).then(() => {
    throw new Error('nobody sent what was to be harmed');
  });
  try {
    return await Promise.race([trap.caught, late]);
  } finally {
    late.catch(() => undefined);
    enough.abort();
  }
}
