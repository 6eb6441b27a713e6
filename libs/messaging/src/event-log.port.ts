import type { ServiceName } from '@app/contracts';
import type { ServiceDatabase } from '@app/persistence';

/** Who uses the log: its login decides what it may read and append, its name what it is called there. */
export interface LogClient {
  readonly service: ServiceName;
  readonly db: ServiceDatabase;
}

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** The offset that is to be read next. */
export interface LogPosition extends TopicPartition {
  readonly offset: bigint;
}

/** `low` is the first offset that the log still has, `high` the one that the next record will get. */
export interface LogEnds extends TopicPartition {
  readonly low: bigint;
  readonly high: bigint;
}

/** A record on its way into the log. Its partition is ours to say: never the client library's. */
export interface LogRecord extends TopicPartition {
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: Buffer;
}

/** A record as the log has it. Nothing about it is trusted: somebody else may have written it. */
export interface StoredRecord extends TopicPartition {
  readonly offset: bigint;
  readonly key: string | undefined;
  /** UTF-8; of a header that stands there several times, the last. */
  readonly headers: Readonly<Record<string, string>>;
  readonly value: Buffer | undefined;
}

/** What a cursor is moved through: the adapter's own transaction, or nothing (then the relay's own connection). */
export interface Queryable {
  query(statement: {
    name: string;
    text: string;
    values: unknown[];
  }): Promise<{ rowCount: number | null }>;
}

/**
 * Moves the relay's cursor behind the records of one append, if this relay still leads.
 * Resolves to false when another one took over: the adapter then has nothing more to do.
 */
export type MoveCursor = (via?: Queryable) => Promise<boolean>;

/** Appends for one writing service. Never used by two at once, and never again after a rejection: make a new one. */
export interface Appender {
  /**
   * Appends all records, in the order given per partition, and then moves the cursor. Resolves to what `moveCursor`
   * said; rejects when it is not certain that every record is in the log (they may be: readers drop duplicates).
   * An adapter that shares the database does both in one transaction and moves the cursor first.
   */
  append(records: readonly LogRecord[], moveCursor: MoveCursor): Promise<boolean>;
  close(): Promise<void>;
}

/** Consecutive records of one partition, in order. */
export interface LogBatch extends TopicPartition {
  readonly records: readonly StoredRecord[];
  /** The offset behind the partition's last record when the batch was read. */
  readonly high: bigint;
  /** Aborted when the partition is taken away, its session ends or the subscription closes: nothing may be begun any more. */
  readonly signal: AbortSignal;
  /** Everything below is done for good (committed in PostgreSQL). What is left unresolved is delivered again. */
  resolve(nextOffset: bigint): void;
}

export interface SubscriptionHandler {
  /**
   * Partitions were given to this subscription (all of them, at every join). The adapter seeks to the positions
   * that this answers; it need not hold batches back until then. Never rejects.
   */
  assigned(
    partitions: readonly TopicPartition[],
    subscription: Subscription,
  ): Promise<readonly LogPosition[]>;
  /** At most one batch per partition at a time, those of several partitions at once. Never rejects. */
  batch(batch: LogBatch): Promise<void>;
  /** The log was asked for more and answered, perhaps with nothing; what it had comes as batches in the same turn. */
  looked?(): void;
  /** The adapter cannot go on by itself (crash without restart, fetches stopped): the process has to be restarted. */
  failed(error: Error): void;
}

export interface Subscription {
  /** No further batch of these partitions until `resume`. A batch that is under way stays so. */
  pause(partitions: readonly TopicPartition[]): void;
  resume(partitions: readonly TopicPartition[]): void;
  /** The next batch of the partition begins at this offset, or behind it where the log has nothing there. */
  seek(position: LogPosition): void;
  ends(partitions: readonly TopicPartition[]): Promise<LogEnds[]>;
  /** Aborts the signals of batches under way, waits for them, gives the partitions back. */
  close(): Promise<void>;
}

export interface SubscribeOptions {
  /** The consumer's name; in Kafka the group. */
  readonly group: string;
  readonly topics: readonly string[];
  readonly handler: SubscriptionHandler;
}

/**
 * The only way to the log. It promises order within a partition and at-least-once delivery, nothing more: what
 * counts is PostgreSQL's progress, and readers drop duplicates. Every method may reject while the log is away.
 */
export interface EventLog {
  readonly kind: 'local' | 'kafka';
  /** The identity of this log. Another identity means: offsets of before mean nothing. */
  clusterId(client: LogClient): Promise<string>;
  /** Rejects when a topic does not exist with 24 partitions, or the client may not see it. Nobody makes topics from here. */
  checkTopics(client: LogClient, topics: readonly string[]): Promise<void>;
  appender(client: LogClient): Promise<Appender>;
  subscribe(client: LogClient, options: SubscribeOptions): Promise<Subscription>;
  /** Whether such an error says that the log cannot be reached now, rather than that it refuses us. Absent: never away. */
  isAway?(error: unknown): boolean;
  /** Chores that the log cannot do by itself, on the client's own topics; asked for every hour. */
  upkeep?(client: LogClient, ownTopics: readonly string[]): Promise<void>;
  close(): Promise<void>;
}
