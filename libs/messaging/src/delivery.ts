import type { DataOf, EventContract } from '@app/contracts';
import type { Tx } from '@app/persistence';

/** One event as a handler gets it: known, validated, new, and next in its stream. */
export interface Delivery<D = unknown> {
  readonly contract: EventContract;
  /** CloudEvents id, UUID v7. */
  readonly id: string;
  /** The case id. */
  readonly key: string;
  /** 1, 2, 3 … per (topic, key). */
  readonly sequence: number;
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  /** Fits the contract's schema. */
  readonly data: D;
  /** Compact JWE, unopened. */
  readonly sealed?: string;
  /** When it was written, ISO 8601. */
  readonly time: string;
  readonly traceparent?: string;
}

/** What a handler could not apply. Anything of the same (topic, key) behind it in the chunk must not be applied either. */
export interface DeliveryFailure {
  readonly delivery: Delivery;
  readonly error: Error;
  /** Trying again cannot help: wait for an operator at once. */
  readonly dead?: boolean;
}

/**
 * Reacts to the events of the contracts named in `@Consumes`, a chunk of many cases at a time in one transaction.
 * Load what the chunk needs in one query, decide in memory per delivery (`decideEach`), write with multi-row statements.
 */
export interface ChunkHandler<P = void> {
  /**
   * Before the transaction: fetch keys, open sealed parts, one batch for all. May see deliveries that turn out to be
   * duplicates. Throwing means that the system is at fault: the same chunk is tried again later, nothing is parked.
   */
  prepare?(deliveries: readonly Delivery[]): Promise<P>;
  /**
   * One transaction, the locks of all keys held. Deliveries of one (topic, key) come in their order. Failures of
   * single deliveries are returned; whatever is thrown rolls the chunk back and runs it again in halves.
   * May be run again: it changes nothing but the database.
   */
  apply(
    tx: Tx,
    deliveries: readonly Delivery[],
    prepared: P,
  ): Promise<readonly DeliveryFailure[] | void>;
}

/** Narrows a delivery to its contract: `if (carries(delivery, ApplicationSubmittedV1)) delivery.data.reference …`. */
export function carries<C extends EventContract>(
  delivery: Delivery,
  contract: C,
): delivery is Delivery<DataOf<C>> {
  return delivery.contract.type === contract.type;
}
