import type { Tx } from '@app/persistence';
import type { Delivery, DeliveryFailure } from '../delivery.js';
import type { AnyHandler, HandlerRegistry } from './handler-registry.js';

/** What the handlers fetched before the transaction. */
export type Prepared = ReadonlyMap<AnyHandler, unknown>;

interface Wave {
  readonly handler: AnyHandler;
  readonly deliveries: Delivery[];
}

export const streamOf = ({ topic, key }: { topic: string; key: string }): string =>
  `${topic}|${key}`;

/** Gives deliveries to their handlers, in one call each as far as the order of every stream permits. */
export class HandlerRunner {
  constructor(private readonly registry: HandlerRegistry) {}

  async prepare(deliveries: readonly Delivery[]): Promise<Prepared> {
    const perHandler = Map.groupBy(deliveries, (delivery) => this.handlerOf(delivery));
    const prepared = await Promise.all(
      [...perHandler].map(
        async ([handler, own]) => [handler, await handler.prepare?.(own)] as const,
      ),
    );
    return new Map(prepared);
  }

  /** The first failure of each stream. What lies behind a failure in its stream was given to no handler, or left alone by it. */
  async apply(
    tx: Tx,
    deliveries: readonly Delivery[],
    prepared: Prepared,
  ): Promise<Map<string, DeliveryFailure>> {
    const failures = new Map<string, DeliveryFailure>();
    for (const { handler, deliveries: wave } of this.waves(deliveries)) {
      const left = wave.filter((delivery) => !failures.has(streamOf(delivery)));
      if (left.length === 0) continue;
      const returned = (await handler.apply(tx, left, prepared.get(handler))) ?? [];
      for (const failure of returned) keepFirst(failures, failure);
    }
    return failures;
  }

  /**
   * Two handlers may share a topic: a stream's events that change from one to the other must not overtake each other,
   * so a handler is called again where a stream comes back to it.
   */
  private waves(deliveries: readonly Delivery[]): Wave[] {
    const waves: Wave[] = [];
    const reached = new Map<string, number>();
    for (const delivery of deliveries) {
      const handler = this.handlerOf(delivery);
      const stream = streamOf(delivery);
      const from = reached.get(stream) ?? 0;
      let place = waves.findIndex((wave, index) => index >= from && wave.handler === handler);
      if (place < 0) place = waves.push({ handler, deliveries: [] }) - 1;
      waves[place]!.deliveries.push(delivery);
      reached.set(stream, place);
    }
    return waves;
  }

  private handlerOf({ topic, contract }: Delivery): AnyHandler {
    const reaction = this.registry.reactionTo(topic, contract.type);
    if (reaction.to !== 'handle') throw new Error(`handlers: none for ${contract.type}`);
    return reaction.handler;
  }
}

function keepFirst(failures: Map<string, DeliveryFailure>, failure: DeliveryFailure): void {
  const stream = streamOf(failure.delivery);
  const known = failures.get(stream);
  if (!known || failure.delivery.sequence < known.delivery.sequence) failures.set(stream, failure);
}
