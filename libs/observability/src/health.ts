/** Resolves (or answers true) when all is well; answers false or throws otherwise. */
export type HealthCheck = () => unknown;

export interface Readiness {
  readonly ready: boolean;
  /** By name only: why a check fails is told to the log, not to whoever asks. */
  readonly checks: Readonly<Record<string, 'ok' | 'failing'>>;
}

const PATIENCE_MS = 2_000;

/** What a process answers to `/health/live` and `/health/ready`. */
export class HealthRegistry {
  readonly #checks = new Map<string, HealthCheck>();

  constructor(
    private readonly onFailure: (check: string, error: unknown) => void = () => undefined,
  ) {}

  /** @param name unique in the process, for example `life-events.database` */
  add(name: string, check: HealthCheck): void {
    if (this.#checks.has(name)) throw new Error(`There is a health check "${name}" already.`);
    this.#checks.set(name, check);
  }

  /** The process answers at all; it looks at nothing else, so that no outage elsewhere restarts it. */
  live(): { readonly live: true } {
    return { live: true };
  }

  /** Runs all checks at once; one that takes longer than two seconds fails. Never throws. */
  async ready(): Promise<Readiness> {
    const results = await Promise.all(
      [...this.#checks].map(
        async ([name, check]) =>
          [name, (await this.passes(name, check)) ? 'ok' : 'failing'] as const,
      ),
    );
    return {
      ready: results.every(([, result]) => result === 'ok'),
      checks: Object.fromEntries(results),
    };
  }

  private async passes(name: string, check: HealthCheck): Promise<boolean> {
    try {
      if ((await inTime(check)) !== false) return true;
      this.onFailure(name, undefined);
    } catch (error) {
      this.onFailure(name, error);
    }
    return false;
  }
}

async function inTime(check: HealthCheck): Promise<unknown> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new Error('The check took too long.')),
    PATIENCE_MS,
  ).unref();
  try {
    return await Promise.race([Promise.resolve().then(check), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
