import type { EachBatchPayload, Kafka } from 'kafkajs';
import type {
  LogEnds,
  LogPosition,
  SubscribeOptions,
  Subscription,
  TopicPartition,
} from '../event-log.port.js';
import type { DeliveryLog } from '../host.port.js';

import { LogRefusedError } from '../log-refused.error.js';
import { within } from '../pace.js';
import { Assignment } from './assignment.js';
import { ConsumerSession } from './consumer-session.js';
import { FetchContinuity } from './fetch-continuity.js';
import type { KafkaAdmin } from './kafka-admin.js';
import { beating, logBatch } from './kafka-batch.js';
import type { Overheard } from './kafka-log-creator.js';
import { OffsetDisplay } from './offset-display.js';
import { PartitionMap } from './partition-map.js';
import { GroupRefusedError } from './refusal.js';
import { FetchWatchdog } from './watchdog.js';

export interface KafkaSubscriptionOptions extends SubscribeOptions {
  /** A client for each consumer: kafkajs's share remembered offsets otherwise. */
  readonly client: (overheard: Overheard) => Kafka;
  readonly admin: KafkaAdmin;
  /** Says plainly when the brokers refused. */
  readonly explain: (error: unknown) => unknown;
  readonly log: DeliveryLog;
}

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;
/** A tenth of it is what it takes while the cluster answers. */
const CLOSE_WITHIN_MS = 1_500;

/** One member of a group, over as many kafkajs consumers as it takes. */
export class KafkaSubscription implements Subscription {
  readonly #options: KafkaSubscriptionOptions;
  readonly #paused = new PartitionMap<true>();
  /** Where each partition is to go on: after a seek, or behind what was resolved. */
  readonly #expected = new PartitionMap<bigint>();
  readonly #underWay = new PartitionMap<Promise<void>>();
  readonly #watchdog: FetchWatchdog;
  readonly #continuity = new FetchContinuity();
  #session?: ConsumerSession;
  #display?: OffsetDisplay;
  #assignment?: Assignment;
  #positioning = false;
  #groupRefused = false;
  #crashes = 0;
  #restart?: NodeJS.Timeout;
  #closed = false;

  private constructor(options: KafkaSubscriptionOptions) {
    this.#options = options;
    this.#watchdog = new FetchWatchdog({
      isBusy: () => this.#underWay.size > 0,
      isReachable: () => options.admin.isReachable(),
      onSilence: (error) => options.handler.failed(error),
    });
  }

  /**
   * Joins the group and has its first partitions placed; rejects, and leaves nothing behind, when the cluster cannot be
   * reached now.
   */
  static async open(options: KafkaSubscriptionOptions): Promise<KafkaSubscription> {
    const subscription = new KafkaSubscription(options);
    try {
      await subscription.#openSession();
      await subscription.#assignment?.positioned;
    } catch (error) {
      await subscription.close();
      throw subscription.#why(error);
    }
    return subscription;
  }

  pause(partitions: readonly TopicPartition[]): void {
    for (const partition of partitions) this.#paused.set(partition, true);
    this.#tell((session) => session.consumer.pause(grouped(partitions)));
  }

  resume(partitions: readonly TopicPartition[]): void {
    for (const partition of partitions) this.#paused.delete(partition);
    this.#tell((session) => session.consumer.resume(grouped(partitions)));
  }

  seek({ topic, partition, offset }: LogPosition): void {
    this.#expected.set({ topic, partition }, offset);
    this.#tell((session) => session.consumer.seek({ topic, partition, offset: String(offset) }));
  }

  ends(partitions: readonly TopicPartition[]): Promise<LogEnds[]> {
    return this.#options.admin.ends(partitions);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#restart);
    this.#watchdog.stop();
    this.#assignment?.end();
    this.#display?.stop();
    await Promise.allSettled(this.#underWay.values());
    await within(CLOSE_WITHIN_MS, this.#leave());
  }

  /** With the cluster away, offsets are not shown, and the group waits until our session ends. */
  async #leave(): Promise<void> {
    await this.#display?.commit();
    await this.#session?.close();
  }

  async #openSession(): Promise<void> {
    const { client, group, topics } = this.#options;
    this.#groupRefused = false;
    const overheard: Overheard = {
      offsetOutOfRange: (at) => this.#askAgain(at),
      groupRefused: () => (this.#groupRefused = true),
    };
    const session = new ConsumerSession(client(overheard), group, {
      joined: (partitions) => this.#join(partitions),
      batch: (payload) => this.#onBatch(payload),
      fetching: (nodeId) => this.#onFetching(nodeId),
      fetched: (nodeId) => this.#onFetch(nodeId),
      crashed: (error) => this.#onCrash(session, error),
    });
    this.#session = session;
    this.#display = new OffsetDisplay(session.consumer);
    await session.open(topics);
  }

  #onFetching(nodeId: number): void {
    if (!this.#assignment || this.#positioning) return;
    if (this.#continuity.isInterrupted(nodeId, performance.now()))
      this.#join(this.#assignment.partitions);
  }

  #onFetch(nodeId: number): void {
    this.#continuity.fetched(nodeId, performance.now());
    this.#crashes = 0;
    this.#watchdog.fetched();
    this.#options.handler.looked?.();
  }

  #onCrash(session: ConsumerSession, error: Error): void {
    if (this.#session !== session || this.#closed) return;
    this.#assignment?.end();
    this.#display?.stop();
    this.#session = undefined;
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#crashes);
    this.#crashes += 1;
    const { log, group } = this.#options;
    const why = this.#why(error) as Error;
    const refused = why instanceof LogRefusedError;
    // A new process would be refused as well: what is missing is given while this one waits.
    if (refused) this.#watchdog.fetched();
    log[refused ? 'error' : 'warn'](
      { group, error: why.message, pause },
      'The Kafka consumer gave up; a new one takes its place.',
    );
    void session.close();
    this.#restart = setTimeout(() => void this.#again(), pause);
  }

  #why(error: unknown): unknown {
    return this.#options.explain(this.#groupRefused ? new GroupRefusedError(error) : error);
  }

  async #again(): Promise<void> {
    try {
      await this.#openSession();
      if (this.#closed) await this.#session?.close();
    } catch (error) {
      if (this.#session) this.#onCrash(this.#session, error as Error);
    }
  }

  /** At every join, also of what we had before: a seek of long ago may still lie in kafkajs. */
  #join(partitions: readonly TopicPartition[]): void {
    this.#assignment?.end();
    const assignment = new Assignment(partitions);
    this.#assignment = assignment;
    this.#positioning = true;
    this.#continuity.renewed();
    this.#expected.clear();
    this.#display?.forget(partitions);
    this.pause(this.#paused.keys());
    assignment.positioned = this.#position(assignment).catch((error: unknown) => {
      this.#options.handler.failed(error as Error);
    });
  }

  async #position(assignment: Assignment): Promise<void> {
    const positions = await this.#options.handler.assigned(assignment.partitions, this);
    if (assignment.ended) return;
    for (const position of positions) this.seek(position);
    this.#positioning = false;
  }

  /** Never throws: any error in here would stop all partitions of this consumer. */
  async #onBatch(payload: EachBatchPayload): Promise<void> {
    const assignment = this.#assignment;
    if (!assignment) return;
    const at: TopicPartition = { topic: payload.batch.topic, partition: payload.batch.partition };
    const controller = assignment.enter();
    try {
      await beating(
        payload,
        () => controller.abort(),
        async () => {
          await Promise.race([this.#turnOf(at, assignment), aborted(controller.signal)]);
          if (!this.#isOurs(at, payload, controller.signal)) return;
          await this.#handle(at, payload, controller.signal);
        },
      );
    } catch (error) {
      this.#options.handler.failed(error as Error);
    } finally {
      assignment.leave(controller);
    }
  }

  /** When the consumer was told where to read, and no batch of before still works on the partition. */
  async #turnOf(at: TopicPartition, assignment: Assignment): Promise<void> {
    await assignment.positioned;
    while (this.#underWay.has(at)) await this.#underWay.get(at)?.catch(() => undefined);
  }

  #isOurs(at: TopicPartition, payload: EachBatchPayload, signal: AbortSignal): boolean {
    if (signal.aborted || !payload.isRunning() || payload.isStale() || this.#paused.has(at))
      return false;
    const expected = this.#expected.get(at);
    const first = BigInt(payload.batch.messages[0]?.offset ?? 0);
    if (expected === undefined || first >= expected) return true;
    this.#askAgain(at);
    return false;
  }

  /**
   * kafkajs goes to the log's start without a word when our offset is not in the log: whoever knows better is asked
   * again, once for all partitions that this happens to.
   */
  #askAgain(at: TopicPartition): void {
    if (!this.#assignment || this.#positioning) return;
    const { log, group } = this.#options;
    log.warn({ group, ...at }, 'The log does not have the offset that was to be read.');
    this.#join(this.#assignment.partitions);
  }

  async #handle(at: TopicPartition, payload: EachBatchPayload, signal: AbortSignal): Promise<void> {
    const batch = logBatch(payload, signal, (offset) => {
      this.#expected.set(at, offset);
      this.#display?.note({ ...at, offset });
    });
    const work = this.#options.handler.batch(batch);
    this.#underWay.set(at, work);
    try {
      await work;
    } finally {
      this.#underWay.delete(at);
    }
  }

  /** Between two consumers there is nobody to tell: the next join asks for everything again. */
  #tell(what: (session: ConsumerSession) => void): void {
    if (!this.#session) return;
    try {
      what(this.#session);
    } catch (error) {
      this.#options.log.debug(
        { group: this.#options.group, error: String(error) },
        'The Kafka consumer does not run now.',
      );
    }
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) =>
    signal.addEventListener('abort', () => resolve(), { once: true }),
  );
}

function grouped(partitions: readonly TopicPartition[]): { topic: string; partitions: number[] }[] {
  const topics = Map.groupBy(partitions, (one) => one.topic);
  return [...topics].map(([topic, ofTopic]) => ({
    topic,
    partitions: ofTopic.map((one) => one.partition),
  }));
}
