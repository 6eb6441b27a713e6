import type {
  EventLog,
  LogBatch,
  LogClient,
  LogPosition,
  Subscription,
  SubscriptionHandler,
  TopicPartition,
} from '@app/messaging';

/** The log's clients are told apart by their login only where the log lies in the database. */
export const CLIENT = { service: 'applications' } as unknown as LogClient;

const nameOf = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`;

/**
 * What PostgreSQL is for the real readers: one progress for all members of the group, moved only from where it was, and
 * what was applied. An alarm is raised, and the partition paused, when the log ends before the progress.
 */
export class SharedProgress {
  readonly next = new Map<string, bigint>();
  readonly applied = new Map<string, number[]>();
  readonly alarms: string[] = [];
  dropped = 0;

  count(): number {
    return [...this.applied.values()].reduce((sum, sequences) => sum + sequences.length, 0);
  }

  apply(batch: LogBatch): void {
    for (const record of batch.records) {
      const next = this.next.get(nameOf(batch)) ?? 0n;
      if (record.offset < next) this.dropped += 1;
      else
        this.#take(batch, record.offset, record.key ?? '', Number(record.headers['ce_sequence']));
    }
  }

  #take(batch: LogBatch, offset: bigint, key: string, sequence: number): void {
    this.next.set(nameOf(batch), offset + 1n);
    const sequences = this.applied.get(key) ?? [];
    // As the inbox does: what the appender had to send again is applied once.
    if (!sequences.includes(sequence)) this.applied.set(key, [...sequences, sequence]);
  }
}

/** One member of a group over a shared progress. */
export class Member implements SubscriptionHandler {
  readonly assignments: (readonly TopicPartition[])[] = [];
  readonly failures: Error[] = [];
  subscription?: Subscription;
  batches = 0;
  readonly #progress: SharedProgress;

  constructor(progress: SharedProgress) {
    this.#progress = progress;
  }

  async join(log: EventLog, group: string, topics: readonly string[]): Promise<void> {
    this.subscription = await log.subscribe(CLIENT, { group, topics, handler: this });
  }

  async assigned(
    partitions: readonly TopicPartition[],
    subscription: Subscription,
  ): Promise<readonly LogPosition[]> {
    this.assignments.push(partitions);
    const ends = await this.#ends(partitions, subscription);
    return partitions.map(({ topic, partition }) => {
      const offset = this.#progress.next.get(nameOf({ topic, partition })) ?? 0n;
      const end = ends.find((one) => nameOf(one) === nameOf({ topic, partition }));
      if (end && offset > end.high) {
        this.#progress.alarms.push(nameOf({ topic, partition }));
        subscription.pause([{ topic, partition }]);
      }
      return { topic, partition, offset };
    });
  }

  batch(batch: LogBatch): Promise<void> {
    this.batches += 1;
    if (batch.signal.aborted) return Promise.resolve();
    this.#progress.apply(batch);
    const last = batch.records.at(-1);
    if (last) batch.resolve(last.offset + 1n);
    return Promise.resolve();
  }

  failed(error: Error): void {
    this.failures.push(error);
  }

  async #ends(
    partitions: readonly TopicPartition[],
    subscription: Subscription,
  ): Promise<Awaited<ReturnType<Subscription['ends']>>> {
    try {
      return await subscription.ends(partitions);
    } catch {
      return [];
    }
  }
}
