import { Counter, Registry, collectDefaultMetrics } from 'prom-client';

/** What can happen to an event besides being applied, as messaging counts it. */
export const MESSAGING_COUNTERS = {
  duplicate_dropped: 'Events that had been applied already and were dropped.',
  sequence_gap: 'Events that came before one that is missing.',
  fork: 'Events whose number was used before for another event.',
  fenced: 'Times a relay or consumer found that somebody else had taken over.',
  parked: 'Events put aside, to be tried again.',
  dead: 'Events put aside until an operator decides.',
} as const;
/** What is counted of the time that things are kept. */
export const RETENTION_COUNTERS = {
  interviews_warned: 'Interviews that are about to expire and say so.',
  interviews_erased: 'Interviews that expired and were erased.',
  cases_erased: 'Cases whose keys were destroyed.',
} as const;
export type RetentionCounter = keyof typeof RETENTION_COUNTERS;

export type MessagingCounter = keyof typeof MESSAGING_COUNTERS;

export interface MessagingCounters {
  increment(counter: MessagingCounter, consumer: string, by?: number): void;
}

/** The structural part of a Fastify reply that the handler needs. */
interface Reply {
  header(name: string, value: string): unknown;
  send(body: string): unknown;
}

/**
 * The metrics of one process, for Prometheus. In `all-in-one` the services share it: `service` is a label. Labels hold
 * names of services, consumers and the like, never an id and never anything personal.
 */
export class Metrics {
  readonly registry = new Registry();
  readonly #retention = new Map<RetentionCounter, Counter>();
  readonly #messaging = new Map<MessagingCounter, Counter<'service' | 'consumer'>>();

  constructor(options: { readonly processMetrics?: boolean } = {}) {
    if (options.processMetrics) collectDefaultMetrics({ register: this.registry });
  }

  messaging(service: string): MessagingCounters {
    return {
      increment: (counter, consumer, by = 1) =>
        this.messagingCounter(counter).inc({ service, consumer }, by),
    };
  }

  count(counter: RetentionCounter, by: number): void {
    const known =
      this.#retention.get(counter) ??
      new Counter({
        name: `madoguchi_${counter}_total`,
        help: RETENTION_COUNTERS[counter],
        registers: [this.registry],
      });
    this.#retention.set(counter, known);
    known.inc(by);
  }

  /** Answers `GET /metrics`; to be given to Fastify as it is. */
  readonly handler = async (_request: unknown, reply: Reply): Promise<void> => {
    const body = await this.registry.metrics();
    reply.header('content-type', this.registry.contentType);
    await reply.send(body);
  };

  private messagingCounter(name: MessagingCounter): Counter<'service' | 'consumer'> {
    const known = this.#messaging.get(name);
    if (known) return known;
    const counter = new Counter({
      name: `madoguchi_messaging_${name}_total`,
      help: MESSAGING_COUNTERS[name],
      labelNames: ['service', 'consumer'] as const,
      registers: [this.registry],
    });
    this.#messaging.set(name, counter);
    return counter;
  }
}
