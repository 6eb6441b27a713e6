import type { ServiceDatabase } from '@app/persistence';
import type { OutboxPosition } from './outbox-position.js';
import {
  giveLeaseBack,
  renewLease,
  takeLease,
  type CursorTable,
  type TakenLease,
} from './relay-cursor.repository.js';

const LEASE_MS = 3_000;
const RENEW_MS = 1_000;

/** Milliseconds of a clock that nobody sets and that runs on while the process is stopped. */
export type Monotonic = () => number;

/**
 * The right to be the one relay (or the one sealer of accesses) of a service. It is renewed on a timer of its own, also while a send is pending:
 * renewed only with the cursor, two relays took it from each other while the broker was slow. A session lock would be
 * no lease at all, because a stopped process keeps it.
 */
export class Lease {
  private deadline: number;
  private readonly timer: NodeJS.Timeout;
  private renewing: Promise<void> | undefined;
  private over = false;
  private fenced = false;

  private constructor(
    private readonly db: ServiceDatabase,
    private readonly taken: TakenLease,
    takenAt: number,
    private readonly now: Monotonic,
    private readonly table: CursorTable,
  ) {
    this.deadline = takenAt + LEASE_MS;
    this.timer = setInterval(() => this.renewOnce(), RENEW_MS);
    this.timer.unref();
  }

  /** Undefined while somebody else holds it. */
  static async take(
    db: ServiceDatabase,
    owner: string,
    now: Monotonic = () => performance.now(),
    table: CursorTable = 'relay_cursor',
  ): Promise<Lease | undefined> {
    // Before the update: our deadline ends before the database's does.
    const takenAt = now();
    const taken = await takeLease(db, owner, table);
    return taken && new Lease(db, taken, takenAt, now, table);
  }

  get epoch(): string {
    return this.taken.epoch;
  }

  /** Where the cursor stood when the lease was taken. */
  get position(): OutboxPosition {
    return this.taken.position;
  }

  /** Whether another database's ids were found in the outbox before. */
  get foreignIds(): boolean {
    return this.taken.foreignIds;
  }

  /** Whether a send may still begin. What a late one does is fenced by the epoch and dropped by readers. */
  valid(): boolean {
    return !this.over && this.now() < this.deadline;
  }

  /** Whether somebody else took over, as far as this process knows. */
  get lost(): boolean {
    return this.fenced;
  }

  /** Somebody else took over. */
  lose(): void {
    this.fenced = true;
    this.end();
  }

  /** For SIGTERM: the next relay need not wait until the lease runs out. */
  async giveBack(): Promise<void> {
    this.end();
    await this.renewing;
    if (!this.fenced) await giveLeaseBack(this.db, this.epoch, this.table);
  }

  private end(): void {
    this.over = true;
    clearInterval(this.timer);
  }

  private renewOnce(): void {
    this.renewing ??= this.renew().finally(() => {
      this.renewing = undefined;
    });
  }

  private async renew(): Promise<void> {
    const before = this.now();
    try {
      if (await renewLease(this.db, this.epoch, this.table)) this.deadline = before + LEASE_MS;
      else this.lose();
    } catch {
      // The database is away: the deadline decides.
    }
  }
}
