import { Pace } from './pace.js';

const LOOK_MS = 25;

/** Lets callers wait for a state of the database: they look again when told of a change, and now and then by themselves. */
export class Watch {
  private readonly paces = new Set<Pace>();

  changed(): void {
    for (const pace of this.paces) pace.wake();
  }

  /** Resolves when the condition holds; rejects with what it throws. */
  async until(condition: () => Promise<boolean>): Promise<void> {
    const pace = new Pace({ busyMs: LOOK_MS, idleMs: LOOK_MS });
    this.paces.add(pace);
    try {
      for (;;) {
        pace.look();
        if (await condition()) return;
        await pace.rest();
      }
    } finally {
      this.paces.delete(pace);
    }
  }
}
