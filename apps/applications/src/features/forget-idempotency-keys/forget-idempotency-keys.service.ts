import type { Clock } from '@app/observability';
import { UnitOfWork } from '@app/persistence';
import type { RetentionPlan } from '@app/retention';
import { CLOCK, RETENTION } from '@app/service-host';
import { Inject, Injectable } from '@nestjs/common';
import { forgetUsesBefore } from '../../idempotency/idempotency-key.repository.js';

const DAY_MS = 86_400_000;
const MOST_AT_ONCE = 1_000;

/** Idempotency keys are kept as long as a client may repeat a request; each names who sent it. */
@Injectable()
export class ForgetIdempotencyKeys {
  constructor(
    private readonly uow: UnitOfWork,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(RETENTION) private readonly plan: RetentionPlan,
  ) {}

  /** Forgets all that are too old, in batches; answers how many. */
  async forget(): Promise<number> {
    const before = new Date(
      this.clock.now().getTime() - this.plan.idempotencyKeys.days * DAY_MS,
    ).toISOString();
    for (let forgotten = 0; ;) {
      const count = await this.uow.run({ role: 'worker', keys: [] }, (tx) =>
        forgetUsesBefore(tx, before, MOST_AT_ONCE),
      );
      forgotten += count;
      if (count < MOST_AT_ONCE) return forgotten;
    }
  }
}
