import type { Clock, Logger } from '@app/observability';
import { UnitOfWork } from '@app/persistence';
import type { KeyStore } from '@app/privacy';
import { CLOCK, KEY_STORE, LOGGER } from '@app/service-host';
import {
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { deleteInterviews, expiredInterviews } from '../../persistence/interview.repository.js';

const EVERY_MS = 10 * 60_000;
const MOST_AT_ONCE = 500;

/**
 * Erases interviews that have expired. Their keys go first: whatever happens in between, and in every backup, what was
 * said cannot be read any more. Several processes may do it at once; each step can be repeated.
 */
@Injectable()
export class EraseExpiredInterviews implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly uow: UnitOfWork,
    @Inject(KEY_STORE) private readonly keyStore: KeyStore,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.running = this.running.then(() => this.tryToErase());
    }, EVERY_MS).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  /** Erases what has expired by now, the oldest first; answers how many. */
  async erase(): Promise<number> {
    const now = this.clock.now().toISOString();
    const worker = { role: 'worker', keys: [] } as const;
    const ids = await this.uow.run(worker, (tx) => expiredInterviews(tx, now, MOST_AT_ONCE));
    for (const id of ids) await this.keyStore.destroy(id);
    await this.uow.run(worker, (tx) => deleteInterviews(tx, ids));
    return ids.length;
  }

  private async tryToErase(): Promise<void> {
    try {
      await this.erase();
    } catch (error) {
      this.logger.warn(
        { err: error },
        'Expired interviews were not erased; the next turn tries again.',
      );
    }
  }
}
