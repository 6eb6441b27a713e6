import type { Consumer } from 'kafkajs';
import type { LogPosition, TopicPartition } from '../event-log.port.js';
import { PartitionMap } from './partition-map.js';

const EVERY_MS = 1_000;

/**
 * Commits to Kafka what is done, once a second, so that every tool for Kafka shows our lag. Nothing reads it back:
 * PostgreSQL's progress counts. A commit that fails (a rebalance, a broker that is away) is left out.
 */
export class OffsetDisplay {
  readonly #consumer: Consumer;
  readonly #timer: NodeJS.Timeout;
  #pending = new PartitionMap<bigint>();
  #committing = false;

  constructor(consumer: Consumer) {
    this.#consumer = consumer;
    this.#timer = setInterval(() => void this.commit(), EVERY_MS).unref();
  }

  note({ topic, partition, offset }: LogPosition): void {
    this.#pending.set({ topic, partition }, offset);
  }

  /** Partitions that are given to somebody else are theirs to show. */
  forget(kept: readonly TopicPartition[]): void {
    const before = this.#pending;
    this.#pending = new PartitionMap();
    for (const partition of kept) {
      const offset = before.get(partition);
      if (offset !== undefined) this.#pending.set(partition, offset);
    }
  }

  async commit(): Promise<void> {
    if (this.#committing || this.#pending.size === 0) return;
    const pending = this.#pending;
    this.#pending = new PartitionMap();
    this.#committing = true;
    try {
      await this.#consumer.commitOffsets(
        pending.entries().map(([at, offset]) => ({ ...at, offset: String(offset) })),
      );
    } catch {
      // The next second shows it.
    } finally {
      this.#committing = false;
    }
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
