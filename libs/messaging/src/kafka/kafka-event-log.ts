import type { Kafka } from 'kafkajs';
import type {
  Appender,
  EventLog,
  LogClient,
  SubscribeOptions,
  Subscription,
} from '../event-log.port.js';
import type { DeliveryLog } from '../host.port.js';
import type { KafkaAccess } from './kafka-access.js';
import { KafkaAdmin } from './kafka-admin.js';
import { KafkaAppender } from './kafka-appender.js';
import { isAway } from './is-away.js';
import { kafkaClient } from './kafka-client.js';
import { KafkaSubscription } from './kafka-subscription.js';
import { plainly } from './refusal.js';

export interface KafkaEventLogOptions extends KafkaAccess {
  /** The service, as the broker's operators see it. */
  readonly clientId: string;
  readonly log: DeliveryLog;
}

/**
 * The log on Apache Kafka. It connects when it is first used, so it can be made while the cluster is away; whatever
 * fails is tried again by the caller.
 */
export class KafkaEventLog implements EventLog {
  readonly kind = 'kafka';
  readonly #options: KafkaEventLogOptions;
  readonly #admin: KafkaAdmin;

  constructor(options: KafkaEventLogOptions) {
    if (options.brokers.length === 0)
      throw new Error('options.brokers is empty: name at least one broker as host:port.');
    this.#options = options;
    this.#admin = new KafkaAdmin(this.#client());
  }

  clusterId(): Promise<string> {
    return this.#plainly(this.#admin.clusterId());
  }

  checkTopics(_client: LogClient, topics: readonly string[]): Promise<void> {
    return this.#plainly(this.#admin.checkTopics(topics));
  }

  appender(): Promise<Appender> {
    return this.#plainly(KafkaAppender.connect(this.#client(), this.#explain));
  }

  subscribe(_client: LogClient, options: SubscribeOptions): Promise<Subscription> {
    const opening = KafkaSubscription.open({
      ...options,
      explain: this.#explain,
      client: (overheard) => kafkaClient({ ...this.#options, overheard }),
      admin: this.#admin,
      log: this.#options.log,
    });
    return this.#plainly(opening);
  }

  isAway(error: unknown): boolean {
    return isAway(error);
  }

  /** Closes the connection for questions; appenders and subscriptions are closed by who has them. */
  close(): Promise<void> {
    return this.#admin.close();
  }

  readonly #explain = (error: unknown): unknown => plainly(error, this.#options.sasl?.username);

  async #plainly<T>(asked: Promise<T>): Promise<T> {
    try {
      return await asked;
    } catch (error) {
      throw this.#explain(error);
    }
  }

  #client(): Kafka {
    return kafkaClient(this.#options);
  }
}
