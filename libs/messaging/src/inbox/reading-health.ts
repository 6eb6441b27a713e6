import type { PartHealth } from '../part-health.js';

export type ConsumerState = 'none' | 'stopped' | 'starting' | 'reading' | 'failing' | 'fatal';

/** Longer than a rebalance (10 s), a session (6 s) and a new consumer together, and than a chunk that waits for its locks. */
const STALLED_MS = 30_000;

/**
 * Judges whether a consumer makes progress: applies what it is given, or is told that there is nothing more. Until it has
 * done so once it fails, unless the log is away, which no other process could help. Afterwards it is degraded at worst,
 * for what it cannot do concerns nobody who waits for an answer.
 */
export class ReadingHealth {
  private hasRead = false;
  private away = false;
  private lastStep = 0;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** A chunk was applied, or the log had nothing more for us. */
  stepped(): void {
    this.hasRead = true;
    this.away = false;
    this.lastStep = this.now();
  }

  /** The log could not be read, because it is away or for another reason. */
  notRead(isAway: boolean): void {
    this.away = isAway;
  }

  of(state: ConsumerState, haltedPartitions: number): PartHealth {
    if (state === 'none') return 'ok';
    if (state === 'fatal' || state === 'stopped') return 'failing';
    if (!this.hasRead) return this.away ? 'degraded' : 'failing';
    const stalled = this.now() - this.lastStep > STALLED_MS;
    return stalled || state === 'failing' || haltedPartitions > 0 ? 'degraded' : 'ok';
  }
}
