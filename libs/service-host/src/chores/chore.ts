import type { Logger } from '@app/observability';
import type {
  InjectionToken,
  OnApplicationBootstrap,
  OnApplicationShutdown,
  Provider,
} from '@nestjs/common';
import { LOGGER } from '../runtime-providers.js';

export interface ChoreOptions<T> {
  /** Who does it: a provider of the same module. */
  readonly of: InjectionToken<T>;
  readonly everyMs: number;
  /** For the log: `… failed; its next turn tries again.` */
  readonly what: string;
  readonly turn: (service: T) => Promise<unknown>;
}

/**
 * Something that a service does now and then by itself. Every process of the service does it, so each step can be
 * repeated and done by two at once. A turn that fails is logged and tried again at the next one; turns never overlap
 * within a process, and the one under way is waited for when the process stops.
 */
export const chore = <T>({ of, everyMs, what, turn }: ChoreOptions<T>): Provider => ({
  provide: Symbol(`madoguchi:chore ${what}`),
  inject: [of, LOGGER],
  useFactory: (service: T, logger: Logger) =>
    new Chore(everyMs, async () => {
      try {
        await turn(service);
      } catch (error) {
        logger.warn({ err: error, chore: what }, 'A chore failed; its next turn tries again.');
      }
    }),
});

class Chore implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;

  constructor(
    private readonly everyMs: number,
    private readonly turn: () => Promise<void>,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.running ??= this.turn().finally(() => {
        this.running = undefined;
      });
    }, this.everyMs).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }
}
