import type { TopicPartition } from '../event-log.port.js';

/** A map whose keys are partitions, by value. */
export class PartitionMap<T> {
  readonly #entries = new Map<string, { partition: TopicPartition; value: T }>();

  get(partition: TopicPartition): T | undefined {
    return this.#entries.get(nameOf(partition))?.value;
  }

  has(partition: TopicPartition): boolean {
    return this.#entries.has(nameOf(partition));
  }

  set({ topic, partition }: TopicPartition, value: T): void {
    this.#entries.set(nameOf({ topic, partition }), { partition: { topic, partition }, value });
  }

  delete(partition: TopicPartition): void {
    this.#entries.delete(nameOf(partition));
  }

  clear(): void {
    this.#entries.clear();
  }

  get size(): number {
    return this.#entries.size;
  }

  keys(): TopicPartition[] {
    return [...this.#entries.values()].map((entry) => entry.partition);
  }

  values(): T[] {
    return [...this.#entries.values()].map((entry) => entry.value);
  }

  entries(): (readonly [TopicPartition, T])[] {
    return [...this.#entries.values()].map((entry) => [entry.partition, entry.value] as const);
  }
}

const nameOf = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`;
