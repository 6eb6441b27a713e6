import type { EventContract } from '@app/contracts';
import type { Tx } from '@app/persistence';
import { Consumes } from '../consumes.decorator.js';
import { decideEach } from '../decide-each.js';
import type { ChunkHandler, Delivery, DeliveryFailure } from '../delivery.js';
import type { Note } from './two-services.js';

/** What a test makes its handler do. */
export interface NotingBehaviour {
  /** Throws for what is to fail. */
  decide?: (delivery: Delivery<Note>) => void;
  prepare?: (deliveries: readonly Delivery[]) => Promise<void>;
  /** In the transaction, before anything is written. */
  inTransaction?: (tx: Tx, deliveries: readonly Delivery<Note>[]) => Promise<void>;
}

/** A handler as services write them: decides in memory, writes all effects with one statement. */
export class NotingHandler implements ChunkHandler {
  /** The sizes of the chunks, as they came. */
  readonly chunks: number[] = [];

  constructor(readonly behaviour: NotingBehaviour) {}

  async prepare(deliveries: readonly Delivery[]): Promise<void> {
    await this.behaviour.prepare?.(deliveries);
  }

  async apply(tx: Tx, deliveries: readonly Delivery[]): Promise<DeliveryFailure[]> {
    const notes = deliveries as readonly Delivery<Note>[];
    this.chunks.push(notes.length);
    await this.behaviour.inTransaction?.(tx, notes);
    const decided: Delivery<Note>[] = [];
    const failures = decideEach(notes, (delivery) => {
      this.behaviour.decide?.(delivery);
      decided.push(delivery);
    });
    await writeEffects(tx, decided);
    return failures;
  }
}

/** `@Consumes` for contracts that a test has just made. */
export function notingHandler(
  contracts: readonly EventContract[],
  behaviour: NotingBehaviour = {},
): NotingHandler {
  class Handler extends NotingHandler {}
  Consumes(...contracts)(Handler);
  return new Handler(behaviour);
}

async function writeEffects(tx: Tx, deliveries: readonly Delivery<Note>[]): Promise<void> {
  await tx.query(
    `INSERT INTO effect (topic, key, sequence, event_id, note, weight)
     SELECT topic, key, sequence, event_id, note, weight::smallint
     FROM unnest($1::text[], $2::uuid[], $3::bigint[], $4::uuid[], $5::text[], $6::int[])
       WITH ORDINALITY AS e(topic, key, sequence, event_id, note, weight, place) ORDER BY place`,
    [
      deliveries.map((delivery) => delivery.topic),
      deliveries.map((delivery) => delivery.key),
      deliveries.map((delivery) => delivery.sequence),
      deliveries.map((delivery) => delivery.id),
      deliveries.map((delivery) => delivery.data.note),
      deliveries.map((delivery) => delivery.data.weight),
    ],
  );
}
