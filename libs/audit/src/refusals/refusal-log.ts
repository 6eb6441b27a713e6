import type { DeliveryLog } from '@app/messaging';
import type { UnitOfWork } from '@app/persistence';
import type { AccessRow } from '../record/access.js';
import { insertAccesses } from '../record/insert-accesses.js';

/** Rows that one process adds at most, however many refusals somebody provokes. */
const ROWS_PER_SECOND = 20;
const BURST = 1_000;
const FLUSH_MS = 1_000;
/** Stands for everybody whose refusals are too many to be told apart. */
const SEVERAL = 'several';

/**
 * Writes down what was refused, a second's worth in one statement. Equal refusals of one second are one row with a count;
 * what goes beyond the limit is counted by action and reason alone. So none goes uncounted, and nobody can fill a disk.
 */
export class RefusalLog {
  private pending = new Map<string, AccessRow & { attempts: number }>();
  private timer: NodeJS.Timeout | undefined;
  private budget = BURST;
  private budgetAt: number;

  constructor(
    private readonly uow: UnitOfWork,
    private readonly log: DeliveryLog,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.budgetAt = now();
  }

  note(refused: AccessRow): void {
    const key = keyOf(refused);
    if (!this.count(key)) this.add(key, refused);
    this.timer ??= setTimeout(() => void this.flush(), FLUSH_MS).unref();
  }

  /** Writes what was noted until now; what cannot be written waits for the next time. Never rejects. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const rows = [...this.pending.values()];
    if (rows.length === 0) return;
    this.pending = new Map();
    try {
      await this.uow.run({ role: 'api', keys: [] }, (tx) => insertAccesses(tx, rows));
    } catch (err) {
      this.log.warn({ err }, 'Refused accesses are not written down yet; they are tried again.');
      for (const row of rows)
        if (!this.count(keyOf(row), row.attempts)) this.pending.set(keyOf(row), row);
      this.timer ??= setTimeout(() => void this.flush(), FLUSH_MS).unref();
    }
  }

  private add(key: string, refused: AccessRow): void {
    if (this.spend()) return void this.pending.set(key, { ...refused, attempts: 1 });
    const { action, reason, outcome, numberTouched } = refused;
    const common = {
      actor: SEVERAL,
      role: 'none',
      section: null,
      wards: [],
      purpose: 'none',
      requestId: null,
    };
    const merged: AccessRow = {
      ...common,
      ...{ action, outcome, dataKinds: [] },
      ...(reason !== undefined && { reason }),
      ...(numberTouched && { numberTouched }),
    };
    const mergedKey = keyOf(merged);
    if (!this.count(mergedKey)) this.pending.set(mergedKey, { ...merged, attempts: 1 });
  }

  private count(key: string, attempts = 1): boolean {
    const known = this.pending.get(key);
    if (known) known.attempts += attempts;
    return known !== undefined;
  }

  private spend(): boolean {
    const now = this.now();
    this.budget = Math.min(BURST, this.budget + ((now - this.budgetAt) / 1_000) * ROWS_PER_SECOND);
    this.budgetAt = now;
    if (this.budget < 1) return false;
    this.budget -= 1;
    return true;
  }
}

const keyOf = ({ requestId: _request, attempts: _attempts, ...rest }: AccessRow): string =>
  JSON.stringify(Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1)));
