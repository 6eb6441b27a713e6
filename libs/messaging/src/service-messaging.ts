import type { ServiceName } from '@app/contracts';
import type { ServiceDatabase } from '@app/persistence';
import type { ChunkHandler } from './delivery.js';
import type { EventLog, TopicPartition } from './event-log.port.js';
import type { DeliveryCounters, DeliveryLog, WallClock } from './host.port.js';
import type { Outbox } from './outbox/outbox.js';
import type { Relay } from './relay/relay.js';

export interface MessagingOptions {
  readonly service: ServiceName;
  readonly db: ServiceDatabase;
  readonly eventLog: EventLog;
  readonly clock: WallClock;
  readonly log: DeliveryLog;
  /** Name of this reader in inbox, progress and Kafka's group; the service's name when absent. */
  readonly consumerName?: string;
  /** Given when handlers need it in their constructors; else one is made. */
  readonly outbox?: Outbox;
  readonly counters?: DeliveryCounters;
  /** The event log cannot go on without a new process. Default: log it and turn not ready. */
  readonly onFatal?: (error: Error) => void;
}

export interface Readiness {
  /** Started, and the relay leads or stands by, and the consumer reads. */
  readonly ready: boolean;
  readonly relay: 'stopped' | 'leading' | 'standby' | 'failing' | 'refused';
  readonly consumer: 'none' | 'stopped' | 'starting' | 'reading' | 'failing' | 'fatal';
  /** Partitions that wait for `ops accept-truncation`. */
  readonly halted: readonly TopicPartition[];
}

/** Everything that one service needs to write and read events: outbox, relay, consumer, retry worker, partitions of its tables. */
export class ServiceMessaging {
  readonly outbox!: Outbox;
  readonly relay!: Relay;

  constructor(
    readonly options: MessagingOptions,
    // Handlers differ in what they prepare; nobody but themselves sees it.
    readonly handlers: readonly ChunkHandler<unknown>[] = [],
  ) {}

  /** Returns when everything is under way; does not wait for an event log that is away. */
  start(): Promise<void> {
    return Promise.reject(new Error('follows'));
  }

  /** Ends the chunk and the send that are under way, gives the lease back. Leaves event log and database open. */
  stop(): Promise<void> {
    return Promise.reject(new Error('follows'));
  }

  readiness(): Readiness {
    throw new Error('follows');
  }
}
