export interface PaceOptions {
  /** Milliseconds between two looks while there is activity. */
  readonly busyMs: number;
  /** The same when nothing has been found for a second. */
  readonly idleMs: number;
}

const BUSY_FOR_MS = 1_000;
/** After a wake-up that found nothing: the rows are there, but an older transaction still runs and ends any moment. */
const EXPECTING_MS = [2, 5, 10, 20, 50] as const;

interface Sleeper {
  readonly wakeable: boolean;
  readonly end: () => void;
}

/** How long a loop that looks for work rests between two looks, and what wakes it. */
export class Pace {
  private sleeper: Sleeper | undefined;
  private woken = false;
  private stopped = false;
  private expected: readonly number[] = [];
  private activeAt = -Infinity;

  constructor(private readonly options: PaceOptions) {}

  /** Something was written: look now. */
  wake(): void {
    this.woken = true;
    if (this.sleeper?.wakeable) this.sleeper.end();
  }

  /** Ends the sleep under way, and every later one at once. */
  stop(): void {
    this.stopped = true;
    this.sleeper?.end();
  }

  /** To be called before looking: a wake-up after this is not forgotten. */
  look(): void {
    this.woken = false;
  }

  /** Something was written since the last look. */
  get isWoken(): boolean {
    return this.woken;
  }

  found(): void {
    this.activeAt = performance.now();
    this.expected = [];
  }

  /** Rests after a look that found nothing. */
  async rest(): Promise<void> {
    if (!this.woken) await this.sleep(this.interval(), true);
    if (this.woken) this.expected = EXPECTING_MS;
  }

  /** Waits for the whole time whatever is written meanwhile. */
  async pause(milliseconds: number): Promise<void> {
    if (milliseconds > 0) await this.sleep(milliseconds, false);
  }

  private interval(): number {
    const [next, ...later] = this.expected;
    this.expected = later;
    if (next !== undefined) return next;
    const { busyMs, idleMs } = this.options;
    return performance.now() - this.activeAt < BUSY_FOR_MS ? busyMs : idleMs;
  }

  private async sleep(milliseconds: number, wakeable: boolean): Promise<void> {
    if (this.stopped) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, milliseconds);
    this.sleeper = { wakeable, end: resolve };
    await promise;
    clearTimeout(timer);
    this.sleeper = undefined;
  }
}

/** Waits for a promise, but no longer than this; says nothing about whether it came to its end. */
export async function within(milliseconds: number, promise: Promise<unknown>): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, milliseconds);
  await Promise.race([promise, late]);
  clearTimeout(timer);
}
