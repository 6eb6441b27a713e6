import type { Delivery, DeliveryFailure } from './delivery.js';

/** Says whether trying again is of no use: errors tell by `retriable: false`. */
export function isForGood(error: unknown): boolean {
  return (
    typeof error === 'object' && error !== null && 'retriable' in error && error.retriable === false
  );
}

/**
 * Decides each delivery in memory and catches what one throws, so that a failing case never stops another one.
 * After a failure the rest of that (topic, key) is left alone: it is parked behind it.
 */
export function decideEach<T extends Delivery>(
  deliveries: readonly T[],
  decide: (delivery: T) => void,
): DeliveryFailure[] {
  const failures: DeliveryFailure[] = [];
  const blocked = new Set<string>();
  for (const delivery of deliveries) {
    const stream = `${delivery.topic}|${delivery.key}`;
    if (blocked.has(stream)) continue;
    try {
      decide(delivery);
    } catch (error) {
      blocked.add(stream);
      failures.push(failureOf(delivery, error));
    }
  }
  return failures;
}

function failureOf(delivery: Delivery, error: unknown): DeliveryFailure {
  const reported =
    error instanceof Error ? error : new Error('something that is no Error was thrown');
  return { delivery, error: reported, dead: isForGood(error) };
}
