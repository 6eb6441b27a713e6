import type { Clock, Metrics } from '@app/observability';
import { UnitOfWork } from '@app/persistence';
import type { KeyStore } from '@app/privacy';
import type { RetentionPlan } from '@app/retention';
import { CLOCK, KEY_STORE, RETENTION, SERVICE_RUNTIME } from '@app/service-host';
import { Inject, Injectable } from '@nestjs/common';
import {
  deleteInterviews,
  expiredInterviews,
  warnOfExpiry,
} from '../../persistence/interview.repository.js';

const MOST_AT_ONCE = 500;
const DAY_MS = 86_400_000;
const WORKER = { role: 'worker', keys: [] } as const;

/**
 * Warns of interviews that are about to expire, and erases those that have. Their keys go first: whatever happens in between,
 * and in every backup, what was said cannot be read any more. Several processes may do it at once; each step can be repeated.
 */
@Injectable()
export class EraseExpiredInterviews {
  constructor(
    private readonly uow: UnitOfWork,
    @Inject(KEY_STORE) private readonly keyStore: KeyStore,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(RETENTION) private readonly plan: RetentionPlan,
    @Inject(SERVICE_RUNTIME) private readonly runtime: { readonly metrics: Metrics },
  ) {}

  async run(): Promise<void> {
    await this.warn();
    await this.erase();
  }

  /**
   * Marks what expires within the days of the plan as warned of, and answers how many. Who was not warned in time, because
   * nobody ran, keeps the interview for those days from now on.
   */
  async warn(): Promise<number> {
    const now = this.clock.now();
    const until = new Date(now.getTime() + this.plan.interviews.warnDaysBefore * DAY_MS);
    const warned = await this.uow.run(WORKER, (tx) =>
      warnOfExpiry(tx, now.toISOString(), until.toISOString(), MOST_AT_ONCE),
    );
    this.runtime.metrics.count('interviews_warned', warned);
    return warned;
  }

  /** Erases what was warned of and has expired by now, the oldest first; answers how many. */
  async erase(): Promise<number> {
    const now = this.clock.now().toISOString();
    const ids = await this.uow.run(WORKER, (tx) => expiredInterviews(tx, now, MOST_AT_ONCE));
    for (const id of ids) await this.keyStore.destroy(id);
    await this.uow.run(WORKER, (tx) => deleteInterviews(tx, ids));
    this.runtime.metrics.count('interviews_erased', ids.length);
    return ids.length;
  }
}
