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
