import { setImmediate as nextTurn } from 'node:timers/promises';
import type { UnitOfWork } from '@app/persistence';
import { backoffMs, OUTAGE_BACKOFF } from '../backoff.js';
import type {
  EventLog,
  LogBatch,
  LogClient,
  LogPosition,
  Subscription,
  SubscriptionHandler,
  TopicPartition,
} from '../event-log.port.js';
import type { DeliveryCounter, DeliveryCounters, DeliveryLog } from '../host.port.js';
import { Pace, within } from '../pace.js';
import type { PartHealth } from '../part-health.js';
import { Watch } from '../watch.js';
import { ChunkProcessor } from './chunk-processor.js';
import { ChunkQueue } from './chunk-queue.js';
import { ChunkRunner, type ChunkFailedError, type MisplacedError } from './chunk-runner.js';
import { ChunkSize } from './chunk-size.js';
import type { Chunk } from './chunk.js';
import type { HandlerRegistry } from './handler-registry.js';
import { isCaughtUp } from './is-caught-up.js';
import { Placement } from './placement.js';
import type { ChunkPlan } from './plan-chunk.js';
import { ReadingHealth, type ConsumerState } from './reading-health.js';

export interface ConsumerOptions {
  readonly client: LogClient;
  readonly uow: UnitOfWork;
  readonly eventLog: EventLog;
  readonly name: string;
  readonly registry: HandlerRegistry;
  readonly log: DeliveryLog;
  readonly counters: DeliveryCounters;
  readonly firstRetryMs: () => number;
  /** Something was parked that may be tried at once. */
  readonly onRetryDue: () => void;
  readonly onFatal: (error: Error) => void;
}

const CONNECT_PATIENCE_MS = 2_000;
/** For the chunk under way at a stop; one that waits for a lock longer than this is left to PostgreSQL's rollback. */
const CHUNK_PATIENCE_MS = 3_000;

/** Reads the log for one service: joins batches into chunks and gets each done, in order per partition. */
export class Consumer implements SubscriptionHandler {
  state: ConsumerState = 'stopped';
  private readonly queue = new ChunkQueue();
  private readonly size = new ChunkSize();
  private readonly pace = new Pace({ busyMs: 50, idleMs: 50 });
  private readonly placed = Promise.withResolvers<void>();
  private readonly progress = new Watch();
  private going = false;
  private joins = 0;
  private placing = false;
  private working = false;
  private readonly reading = new ReadingHealth();
  private placement: Placement | undefined;
  private processor: ChunkProcessor | undefined;
  private subscription: Subscription | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly options: ConsumerOptions) {}

  /** Returns at once: a log that is away must not keep a service from starting. */
  start(): void {
    this.going = true;
    this.state = 'starting';
    // Nothing in there throws; should it ever, nobody must believe that this service still reads.
    this.running = this.run().catch((error: unknown) => this.failed(error as Error));
  }

  /** Ends after the chunk under way, in bounded time; does not wait for a log that is away. */
  async stop(): Promise<void> {
    this.going = false;
    this.pace.stop();
    this.placed.resolve();
    this.queue.close();
    await within(this.subscription ? CHUNK_PATIENCE_MS : CONNECT_PATIENCE_MS, this.running);
    await this.subscription?.close();
    this.state = 'stopped';
  }

  get halted(): TopicPartition[] {
    return [...(this.placement?.halted.values() ?? [])];
  }

  get health(): PartHealth {
    return this.reading.of(this.state, this.halted.length);
  }

  /** To be called now and then: goes on with halted partitions for which an operator has decided. */
  async upkeep(): Promise<void> {
    if (this.subscription) await this.placement?.resumeDecided(this.subscription);
  }

  /** Resolves when everything that the log holds now is applied or put aside. */
  async caughtUp(): Promise<void> {
    const { registry } = this.options;
    await this.progress.until(async () => {
      const { subscription, placement } = this;
      if (!subscription || !placement) return false;
      return isCaughtUp(placement.reader, subscription, registry.topics);
    });
  }

  async assigned(
    partitions: readonly TopicPartition[],
    subscription: Subscription,
  ): Promise<readonly LogPosition[]> {
    const join = ++this.joins;
    this.placing = true;
    for (let attempt = 1; this.going && join === this.joins; attempt++) {
      try {
        const positions = await this.placement!.place(partitions, subscription);
        this.state = 'reading';
        if (join === this.joins) this.placing = false;
        this.placed.resolve();
        return positions;
      } catch (error) {
        this.notRead(error);
        await this.rest(error, attempt, 'Partitions could not be placed.');
      }
    }
    return [];
  }

  async batch(batch: LogBatch): Promise<void> {
    // A batch may come before `assigned` has made the progress rows.
    await this.placed.promise;
    await this.queue.add(batch);
  }

  /** Everything that the log had is done, when nothing of it waits once this turn is over. */
  looked(): void {
    setImmediate(() => {
      if (!this.going || this.placing || this.working || !this.queue.isEmpty) return;
      this.state = 'reading';
      this.reading.stepped();
    });
  }

  failed(error: Error): void {
    this.state = 'fatal';
    this.options.log.error(
      { consumer: this.options.name, err: error },
      'The event log cannot go on.',
    );
    this.options.onFatal(error);
  }

  private async run(): Promise<void> {
    for (let attempt = 1; this.going && this.subscription === undefined; attempt++) {
      try {
        this.subscription = await this.connect();
      } catch (error) {
        this.notRead(error);
        await this.rest(error, attempt, 'The event log cannot be read.');
      }
    }
    // Stopped while it was being made: nobody else will close it.
    if (!this.going) await this.subscription?.close();
    while (this.going) {
      await this.queue.arrived();
      // Batches of one fetch come in one turn: they go into one chunk.
      await nextTurn();
      const chunk = this.queue.take(this.size.keys);
      if (chunk.length > 0) await this.work(chunk);
    }
  }

  private async work(chunk: Chunk): Promise<void> {
    this.working = true;
    await this.processor!.process(chunk);
    this.working = false;
  }

  private notRead(error: unknown): void {
    this.reading.notRead(this.options.eventLog.isAway?.(error) ?? false);
  }

  private async connect(): Promise<Subscription> {
    const { client, eventLog, name, registry, log } = this.options;
    const clusterId = await eventLog.clusterId(client);
    await eventLog.checkTopics(client, registry.topics);
    this.placement = new Placement({ db: client.db, consumer: name, clusterId }, log);
    this.processor = this.processorFor(clusterId, this.placement);
    return eventLog.subscribe(client, { group: name, topics: registry.topics, handler: this });
  }

  private processorFor(clusterId: string, placement: Placement): ChunkProcessor {
    const { uow, name, registry, log, firstRetryMs } = this.options;
    const runner = new ChunkRunner({
      consumer: name,
      clusterId,
      uow,
      registry,
      firstRetryMs,
      toleratedHole: (slice) => placement.toleratedHole(slice),
    });
    return new ChunkProcessor({
      runner,
      log,
      consumer: name,
      left: (chunk) => (this.going ? chunk.filter(({ batch }) => this.queue.holds(batch)) : []),
      onCommitted: (chunk, plan, tookMs) => this.committed(chunk, plan, tookMs),
      onMisplaced: (error) => this.misplaced(error, placement),
      onOutage: (failure, attempt) => this.outage(failure, attempt),
    });
  }

  private committed(chunk: Chunk, plan: ChunkPlan, tookMs: number): void {
    this.state = 'reading';
    this.reading.stepped();
    this.size.observe(new Set([...plan.streams.values()].map(({ key }) => key)).size, tookMs);
    for (const slice of chunk) this.queue.done(slice);
    this.progress.changed();
    const { counters, name, onRetryDue } = this.options;
    for (const [counter, by] of Object.entries(plan.counts))
      counters.increment(counter as DeliveryCounter, name, by);
    this.alarm(plan);
    if (plan.parked.some(({ state }) => state === 'retrying')) onRetryDue();
  }

  private alarm(plan: ChunkPlan): void {
    for (const { opened, reason, state } of plan.parked) {
      const { topic, partition, offset } = opened.record;
      const place = { consumer: this.options.name, topic, partition, offset, reason, state };
      const ids = opened.readable ? { eventId: opened.id, caseId: opened.key } : {};
      if (state === 'dead') this.options.log.error({ ...place, ...ids }, 'A record is dead.');
      else this.options.log.warn({ ...place, ...ids }, 'A record was parked.');
    }
  }

  private async misplaced({ slices }: MisplacedError, placement: Placement): Promise<void> {
    for (const { slice, misplacement } of slices) {
      if (misplacement === 'fenced') this.options.counters.increment('fenced', this.options.name);
      try {
        await placement.correct(slice, misplacement, this.subscription!);
        this.queue.drop(slice.batch);
      } catch (error) {
        // Kept: the next try finds it misplaced again.
        await this.rest(error, 1, 'A partition could not be placed.');
      }
    }
  }

  private async outage({ cause, fault }: ChunkFailedError, attempt: number): Promise<void> {
    await this.rest(cause, attempt, 'The system is at fault: the chunk waits.', fault.code);
  }

  private async rest(error: unknown, attempt: number, what: string, code?: string): Promise<void> {
    this.state = 'failing';
    const retryInMs = backoffMs(attempt, OUTAGE_BACKOFF);
    this.options.log.error(
      { consumer: this.options.name, err: error, code, attempt, retryInMs },
      what,
    );
    await this.pace.pause(retryInMs);
  }
}
