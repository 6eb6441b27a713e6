/** `degraded` asks for somebody's attention, but whoever is served here need not be served elsewhere. */
export type CheckResult = 'ok' | 'degraded' | 'failing';

/** Answers how it is; anything else but false means that all is well, false or an error that it fails. */
export type HealthCheck = () => unknown;

export interface Readiness {
  readonly ready: boolean;
  /** By name only: why a check fails is told to the log, not to whoever asks. */
  readonly checks: Readonly<Record<string, CheckResult>>;
}

const PATIENCE_MS = 2_000;

/** What a process answers to `/health/live` and `/health/ready`. */
export class HealthRegistry {
  readonly #checks = new Map<string, HealthCheck>();
  readonly #last = new Map<string, CheckResult>();

  /** @param onChange hears of a check whose result is another than before; the first time, if it is not `ok` */
  constructor(
    private readonly onChange: (check: string, result: CheckResult, error?: unknown) => void = () =>
      undefined,
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

  /** Runs all checks at once; one that takes longer than two seconds fails. Ready when none fails. Never throws. */
  async ready(): Promise<Readiness> {
    const results = await Promise.all(
      [...this.#checks].map(
        async ([name, check]) => [name, await this.resultOf(name, check)] as const,
      ),
    );
    return {
      ready: results.every(([, result]) => result !== 'failing'),
      checks: Object.fromEntries(results),
    };
  }

  private async resultOf(name: string, check: HealthCheck): Promise<CheckResult> {
    try {
      return this.note(name, resultFrom(await inTime(check)));
    } catch (error) {
      return this.note(name, 'failing', error);
    }
  }

  /** Asked several times a second, the log is told once. */
  private note(name: string, result: CheckResult, error?: unknown): CheckResult {
    const before = this.#last.get(name) ?? 'ok';
    this.#last.set(name, result);
    if (result !== before) this.onChange(name, result, error);
    return result;
  }
}

function resultFrom(answer: unknown): CheckResult {
  if (answer === 'degraded' || answer === 'failing') return answer;
  return answer === false ? 'failing' : 'ok';
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
