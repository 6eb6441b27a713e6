import type { UnitOfWork } from '@app/persistence';
import { recordDecision, type Decision } from './decision.repository.js';
import { DecisionRefusedError } from './refused.error.js';

export interface TruncatedPlace {
  readonly consumer: string;
  readonly topic: string;
  /** All halted partitions of the topic when absent. */
  readonly partition?: number;
}

/**
 * Has halted partitions read from the start of the log that is there now; the service goes on within seconds. What
 * the old log held and nobody has read is brought by `redeliver`; what was read before is dropped as duplicates.
 * Resolves to the number of partitions.
 */
export async function acceptTruncation(
  uow: UnitOfWork,
  place: TruncatedPlace,
  decision: Decision,
): Promise<number> {
  return uow.run({ role: 'worker', keys: [] }, async (tx) => {
    const rows = await tx.query(
      `UPDATE partition_progress
       SET next_offset = -1, last_event_id = NULL, halted = NULL, halted_at = NULL
       WHERE consumer = $1 AND topic = $2 AND ($3::int IS NULL OR partition = $3) AND halted IS NOT NULL
       RETURNING partition`,
      [place.consumer, place.topic, place.partition ?? null],
    );
    if (rows.length === 0)
      throw new DecisionRefusedError(
        `No partition of ${place.topic} is halted for ${place.consumer}.`,
      );
    await recordDecision(tx, decision, {
      action: 'accept-truncation',
      rows: rows.length,
      ...place,
    });
    return rows.length;
  });
}
