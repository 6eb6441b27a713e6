import { SERVICES } from '@app/contracts';
import type { Stack } from '../../deploy/native/src/index.js';

/** What messaging counts (libs/observability), over all services and all processes that lived. */
export const COUNTERS = [
  'duplicate_dropped',
  'sequence_gap',
  'fork',
  'fenced',
  'parked',
  'dead',
] as const;
export type CounterTotals = Readonly<Record<(typeof COUNTERS)[number], number>>;

const EVERY_MS = 400;
const STARTED = /^process_start_time_seconds ([\d.e+]+)$/m;

/**
 * Sums what all processes counted. A process that dies takes its numbers along, so it is asked again and again: what it
 * counted in its last moments is missed, and every total is a lower bound.
 */
export class CounterWatch {
  readonly #stack: Stack;
  /** The last answer of each process that lived. */
  readonly #answers = new Map<string, ReadonlyMap<string, number>>();
  /** What they had counted before anything began. */
  #before = new Map<string, number>();
  #timer?: NodeJS.Timeout;

  constructor(stack: Stack) {
    this.#stack = stack;
  }

  start(): void {
    this.#timer = setInterval(() => void this.look(), EVERY_MS).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Counts from here on. */
  async begin(): Promise<void> {
    await this.look();
    this.#before = this.#sums();
  }

  async totals(): Promise<CounterTotals> {
    await this.look();
    return Object.fromEntries(
      [...this.#sums()].map(([counter, sum]) => [counter, sum - (this.#before.get(counter) ?? 0)]),
    ) as CounterTotals;
  }

  #sums(): Map<string, number> {
    const answers = [...this.#answers.values()];
    return new Map(
      COUNTERS.map((counter) => [
        counter,
        answers.reduce((sum, counts) => sum + (counts.get(counter) ?? 0), 0),
      ]),
    );
  }

  async look(): Promise<void> {
    await Promise.all(this.#urls().map((url) => this.#ask(url)));
  }

  #urls(): string[] {
    return SERVICES.flatMap((service) => urlsOf(this.#stack, service));
  }

  async #ask(url: string): Promise<void> {
    try {
      const answer = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(2_000) });
      const text = await answer.text();
      const started = STARTED.exec(text)?.[1];
      if (started !== undefined) this.#answers.set(`${url} ${started}`, countsIn(text));
    } catch {
      // It is down or stopped; it is asked again soon.
    }
  }
}

/** Where each process of the service answers for itself. */
function urlsOf(stack: Stack, service: (typeof SERVICES)[number]): string[] {
  return stack.service(service).processes.map(({ url }) => url);
}

function countsIn(metrics: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const counter of COUNTERS) {
    const lines = metrics.matchAll(
      new RegExp(`^madoguchi_messaging_${counter}_total\\{[^}]*\\} (\\d+)$`, 'gm'),
    );
    counts.set(
      counter,
      [...lines].reduce((sum, [, count]) => sum + Number(count), 0),
    );
  }
  return counts;
}
