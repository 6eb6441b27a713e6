import { contractsPublishedBy, type ServiceName } from '@app/contracts';
import { UnitOfWork, type ServiceDatabase } from '@app/persistence';
import type { EventLog, LogClient, TopicPartition } from './event-log.port.js';
import type { DeliveryCounters, DeliveryLog, WallClock } from './host.port.js';
import { Consumer } from './inbox/consumer.js';
import { HandlerRegistry, type AnyHandler } from './inbox/handler-registry.js';
import type { ConsumerState } from './inbox/reading-health.js';
import { upkeepAndReport } from './maintenance/upkeep-partitions.js';
import { Upkeep } from './maintenance/upkeep.js';
import { Outbox } from './outbox/outbox.js';
import { nextRetryMs, RETRY_POLICY, type RetryPolicy } from './parking/retry-policy.js';
import { RetryWorker } from './parking/retry-worker.js';
import { StreamDrain } from './parking/stream-drain.js';
import type { PartHealth } from './part-health.js';
import { OutboxRelay } from './relay/outbox-relay.js';
import type { Projection } from './replay/projection.js';
import { Rebuilder } from './replay/rebuilder.js';
import type { Relay, RelayState } from './relay/relay.js';

export interface MessagingOptions {
  readonly service: ServiceName;
  readonly db: ServiceDatabase;
  readonly eventLog: EventLog;
  readonly clock: WallClock;
  readonly log: DeliveryLog;
  /** One is made when absent; a test gives one that proves that nothing is written before the locks. */
  readonly uow?: UnitOfWork;
  /** Name of this reader in inbox, progress and Kafka's group; the service's name when absent. */
  readonly consumerName?: string;
  /** Given when handlers need it in their constructors; else one is made. */
  readonly outbox?: Outbox;
  readonly counters?: DeliveryCounters;
  readonly retry?: RetryPolicy;
  /** Read models that `ops rebuild` can build anew. */
  readonly projections?: readonly Projection[];
  /** The event log cannot go on without a new process. Default: log it and turn not ready. */
  readonly onFatal?: (error: Error) => void;
}

export interface Readiness {
  /** Of each part: whether it has begun its work, and whether it can do it now. */
  readonly health: { readonly relay: PartHealth; readonly consumer: PartHealth };
  readonly relay: RelayState;
  readonly consumer: ConsumerState;
  /** Partitions that wait for `ops accept-truncation`. */
  readonly halted: readonly TopicPartition[];
}

const HOUR_MS = 3_600_000;
/** How soon the service does what an operator decided. */
const LOOK_MS = 2_000;

const LAG_LOOK_MS = 10_000;
const LAG_ALARM_S = 10;

const NO_COUNTERS: DeliveryCounters = { increment: () => undefined };

/** Everything that one service needs to write and read events: outbox, relay, consumer, retry worker, upkeep of its tables. */
export class ServiceMessaging {
  readonly outbox: Outbox;
  readonly relay: Relay;
  private readonly ownRelay: OutboxRelay;
  private readonly registry: HandlerRegistry;
  private readonly client: LogClient;
  private readonly counters: DeliveryCounters;
  private consumer: Consumer | undefined;
  private retryWorker: RetryWorker | undefined;
  private upkeep: Upkeep | undefined;

  constructor(
    readonly options: MessagingOptions,
    handlers: readonly AnyHandler[] = [],
  ) {
    const { service, db, eventLog, clock, log } = options;
    this.client = { service, db };
    this.counters = options.counters ?? NO_COUNTERS;
    this.registry = new HandlerRegistry(service, handlers);
    this.outbox = options.outbox ?? new Outbox({ service, clock });
    this.ownRelay = new OutboxRelay({
      client: this.client,
      eventLog,
      log,
      counters: this.counters,
    });
    this.relay = this.ownRelay;
    this.outbox.onCommitted(() => this.ownRelay.wake());
  }

  /** The name under which this service reads. */
  get consumerName(): string {
    return this.options.consumerName ?? this.options.service;
  }

  /** Returns when everything is under way; needs the database, and does not wait for an event log that is away. */
  async start(): Promise<void> {
    if (this.upkeep) return;
    const { db, clock, log, eventLog, service } = this.options;
    // Before anything is written: rows in DEFAULT would keep their day's partition from ever being made.
    await upkeepAndReport(db, clock.now(), log);
    const ownTopics = [...new Set(contractsPublishedBy(service).map(({ topic }) => topic))];
    this.upkeep = new Upkeep(log);
    this.upkeep.every(HOUR_MS, async () => {
      await upkeepAndReport(db, clock.now(), log);
      await eventLog.upkeep?.(this.client, ownTopics);
    });
    this.upkeep.every(LAG_LOOK_MS, () => this.alarmOnLag());
    this.ownRelay.start();
    if (this.registry.topics.length > 0) this.startReading(this.upkeep);
  }

  /** Ends the chunk under way, in 4.5 s at most, and gives the partitions back; what is committed is still sent. */
  async stopReading(): Promise<void> {
    const { consumer, retryWorker, upkeep } = this;
    await Promise.all([consumer?.stop(), retryWorker?.stop(), upkeep?.stop()]);
  }

  /**
   * Ends also the send under way, in 3 s at most, and gives the lease back. Leaves event log and database open. Can be
   * repeated.
   */
  async stop(): Promise<void> {
    await this.stopReading();
    await this.ownRelay.stop();
    this.upkeep = undefined;
  }

  /** Resolves when everything that the log holds now is applied or put aside by this service. For tests and rebuilds. */
  async caughtUp(): Promise<void> {
    await this.consumer?.caughtUp();
  }

  /** Tries parked records that are due now, instead of within a second. */
  retryNow(): void {
    this.retryWorker?.wake();
  }

  readiness(): Readiness {
    const relay = this.ownRelay.state;
    const consumer = this.consumer?.state ?? (this.registry.topics.length > 0 ? 'stopped' : 'none');
    const halted = this.consumer?.halted ?? [];
    const consumerHealth = this.consumer?.health ?? (consumer === 'none' ? 'ok' : 'failing');
    const health = { relay: this.ownRelay.health, consumer: consumerHealth };
    return { health, relay, consumer, halted };
  }

  /** An event log that is away, or the service's longest writing transaction, holds everything up. */
  private async alarmOnLag(): Promise<void> {
    const seconds = await this.ownRelay.oldestUnsentSeconds();
    if (seconds !== undefined && seconds > LAG_ALARM_S)
      this.options.log.error({ lag: Math.round(seconds) }, 'Events wait to be sent.');
  }

  private startReading(upkeep: Upkeep): void {
    const {
      db,
      eventLog,
      log,
      uow = new UnitOfWork(db),
      retry: policy = RETRY_POLICY,
    } = this.options;
    const shared = { registry: this.registry, log, counters: this.counters };
    const retryWorker = new RetryWorker({
      ...shared,
      drain: new StreamDrain({
        db,
        consumer: this.consumerName,
        uow,
        registry: this.registry,
        policy,
      }),
    });
    const consumer = new Consumer({
      ...shared,
      client: this.client,
      uow,
      eventLog,
      name: this.consumerName,
      firstRetryMs: () => nextRetryMs(policy, 1) ?? 0,
      onRetryDue: () => retryWorker.wake(),
      onFatal: this.options.onFatal ?? (() => undefined),
    });
    this.retryWorker = retryWorker;
    this.consumer = consumer;
    retryWorker.start();
    consumer.start();
    upkeep.every(LOOK_MS, () => consumer.upkeep());
    this.startRebuilding(upkeep);
  }

  private startRebuilding(upkeep: Upkeep): void {
    const { eventLog, log, projections = [] } = this.options;
    if (projections.length === 0) return;
    const rebuilder = new Rebuilder(
      { client: this.client, eventLog, log, liveConsumer: this.consumerName },
      projections,
    );
    upkeep.every(LOOK_MS, () => rebuilder.look());
  }
}
