import type { TopicPartition } from '../event-log.port.js';

/** What one join of the group gave us. It ends with the next join, a crash or the close; its batches end with it. */
export class Assignment {
  readonly partitions: readonly TopicPartition[];
  readonly #batches = new Set<AbortController>();
  #ended = false;
  /** Settled when the consumer was told where to read: until then a batch may be from the wrong place. */
  positioned: Promise<void> = Promise.resolve();

  constructor(partitions: readonly TopicPartition[]) {
    this.partitions = partitions;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** A way to abort one batch; it is aborted with the assignment, too. */
  enter(): AbortController {
    const batch = new AbortController();
    if (this.#ended) batch.abort();
    this.#batches.add(batch);
    return batch;
  }

  leave(batch: AbortController): void {
    this.#batches.delete(batch);
  }

  end(): void {
    this.#ended = true;
    for (const batch of this.#batches) batch.abort();
  }
}

/** kafkajs's `{ topic: [partition, …] }` as a list. */
export function partitionsOf(
  memberAssignment: Readonly<Record<string, readonly number[]>>,
): TopicPartition[] {
  return Object.entries(memberAssignment).flatMap(([topic, partitions]) =>
    partitions.map((partition) => ({ topic, partition })),
  );
}
