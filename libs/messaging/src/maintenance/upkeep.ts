import type { DeliveryLog } from '../host.port.js';
import { within } from '../pace.js';

/** A chore that takes longer is done by the next process. */
const STOP_PATIENCE_MS = 3_000;

/** Runs chores now and then; one at a time each, and a failing one is tried again at its next turn. */
export class Upkeep {
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly running = new Set<Promise<void>>();

  constructor(private readonly log: DeliveryLog) {}

  every(milliseconds: number, chore: () => Promise<void>): void {
    let busy = false;
    const run = async (): Promise<void> => {
      if (busy) return;
      busy = true;
      const turn = chore().catch((error: unknown) =>
        this.log.warn({ err: error }, 'A chore failed.'),
      );
      this.running.add(turn);
      await turn;
      this.running.delete(turn);
      busy = false;
    };
    const timer = setInterval(() => void run(), milliseconds);
    timer.unref();
    this.timers.push(timer);
  }

  async stop(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    await within(STOP_PATIENCE_MS, Promise.all(this.running));
  }
}
