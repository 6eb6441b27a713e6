import type {
  LogBatch,
  LogPosition,
  StoredRecord,
  Subscription,
  SubscriptionHandler,
  TopicPartition,
} from '../event-log.port.js';

type React = (batch: LogBatch) => Promise<void> | void;

const resolveAll: React = (batch) => batch.resolve(batch.records.at(-1)!.offset + 1n);

/** Reads a log for a test: remembers what came, and lets the test wait for it. */
export class CollectingHandler implements SubscriptionHandler {
  readonly batches: LogBatch[] = [];
  readonly failures: Error[] = [];
  react: React = resolveAll;
  private readonly waiters = new Set<() => void>();

  /** @param from where partitions are to be read that do not begin at 0 */
  constructor(private readonly from: readonly LogPosition[] = []) {}

  assigned(
    partitions: readonly TopicPartition[],
    _subscription: Subscription,
  ): Promise<readonly LogPosition[]> {
    return Promise.resolve(
      partitions.map(({ topic, partition }) => {
        const known = this.from.find((at) => at.topic === topic && at.partition === partition);
        return known ?? { topic, partition, offset: 0n };
      }),
    );
  }

  async batch(batch: LogBatch): Promise<void> {
    this.batches.push(batch);
    this.tell();
    await this.react(batch);
    this.tell();
  }

  failed(error: Error): void {
    this.failures.push(error);
  }

  recordsOf({ topic, partition }: TopicPartition): StoredRecord[] {
    return this.batches
      .filter((batch) => batch.topic === topic && batch.partition === partition)
      .flatMap((batch) => batch.records);
  }

  /** Resolves as soon as the condition holds; it is looked at after every batch. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.waiters.add(resolve);
      await promise;
      this.waiters.delete(resolve);
    }
  }

  private tell(): void {
    for (const waiter of this.waiters) waiter();
  }
}
