import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { PARTITIONS } from '@app/contracts';
import type { TopicPartition } from '../event-log.port.js';
import { partitionsOf } from './assignment.js';
import { partitionAssigner } from './partition-assigner.js';

export interface SessionEvents {
  joined(partitions: readonly TopicPartition[]): void;
  batch(payload: EachBatchPayload): Promise<void>;
  fetching(nodeId: number): void;
  fetched(nodeId: number): void;
  /** The consumer gave up; it does nothing any more. Not said after `close`. */
  crashed(error: Error): void;
}

const SESSION_TIMEOUT_MS = 6_000;
const REBALANCE_TIMEOUT_MS = 10_000;
/** Below the second of the batch's own timer, so that each of its beats is really sent. */
const HEARTBEAT_MS = 900;
const MAX_WAIT_MS = 500;
/** With a broker away for a moment the member stays the same, so nobody waits for its session to end. */
const RETRY = { retries: 10, initialRetryTime: 100, maxRetryTime: 1_000 };

/** One kafkajs consumer from connect to disconnect. It is never restarted by kafkajs: after a crash there is a new one. */
export class ConsumerSession {
  readonly consumer: Consumer;
  readonly #events: SessionEvents;
  #closed = false;

  constructor(kafka: Kafka, groupId: string, events: SessionEvents) {
    this.#events = events;
    this.consumer = kafka.consumer({
      groupId,
      partitionAssigners: [partitionAssigner],
      sessionTimeout: SESSION_TIMEOUT_MS,
      rebalanceTimeout: REBALANCE_TIMEOUT_MS,
      heartbeatInterval: HEARTBEAT_MS,
      maxWaitTimeInMs: MAX_WAIT_MS,
      allowAutoTopicCreation: false,
      retry: { ...RETRY, restartOnFailure: () => Promise.resolve(false) },
    });
  }

  /** Connects, subscribes and runs; rejects when the cluster cannot be reached or a topic does not exist. */
  async open(topics: readonly string[]): Promise<void> {
    const { consumer } = this;
    const { GROUP_JOIN, FETCH_START, FETCH, REQUEST_TIMEOUT, CRASH } = consumer.events;
    consumer.on(GROUP_JOIN, ({ payload }) =>
      this.#unlessClosed(() => this.#events.joined(partitionsOf(payload.memberAssignment))),
    );
    consumer.on(FETCH_START, ({ payload }) =>
      this.#unlessClosed(() => this.#events.fetching(payload.nodeId)),
    );
    consumer.on(FETCH, ({ payload }) =>
      this.#unlessClosed(() => this.#events.fetched(payload.nodeId)),
    );
    consumer.on(CRASH, ({ payload }) =>
      this.#unlessClosed(() => this.#events.crashed(payload.error)),
    );
    // kafkajs keeps a connection that has fallen silent and asks it again: two minutes of hearing nothing. By now the
    // group has given our partitions to others.
    consumer.on(REQUEST_TIMEOUT, ({ payload: { apiName, broker } }) =>
      this.#unlessClosed(() =>
        this.#events.crashed(new Error(`No answer to ${apiName} from ${broker}.`)),
      ),
    );
    await consumer.connect();
    // fromBeginning: a group without offsets would begin at the end, and drop what was said before.
    await consumer.subscribe({ topics: [...topics], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      // Every partition of a fetch at once: who handles them joins them into one transaction.
      partitionsConsumedConcurrently: topics.length * PARTITIONS,
      eachBatch: (payload) => (this.#closed ? Promise.resolve() : this.#events.batch(payload)),
    });
  }

  /** Leaves the group. With the cluster away kafkajs takes its time: who has none does not wait. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.consumer.disconnect().catch(() => undefined);
  }

  #unlessClosed(say: () => void): void {
    if (!this.#closed) say();
  }
}
