import { EventEmitter } from 'node:events';
import { PARTITIONS, RETENTION_DAYS } from '@app/contracts';
import type {
  Appender,
  EventLog,
  LogClient,
  SubscribeOptions,
  Subscription,
  TopicPartition,
} from '../event-log.port.js';
import { LocalAppender } from './local-appender.js';
import { clusterIdOf, expireRecords, partitionsPerTopic } from './local-log.repository.js';
import { LocalSubscription } from './local-subscription.js';

/**
 * The event log in the services' own database: durable, for one process that hosts them all. What one service appends
 * wakes the others in process at once.
 */
export class LocalEventLog implements EventLog {
  readonly kind = 'local';
  private readonly appended = new EventEmitter().setMaxListeners(0);
  private readonly open = new Set<LocalSubscription>();

  clusterId({ db }: LogClient): Promise<string> {
    return clusterIdOf(db);
  }

  /** Topics are made by provisionEventLog, which alone may grant rights: here it is only checked. */
  async checkTopics({ db, service }: LogClient, topics: readonly string[]): Promise<void> {
    const partitions = await partitionsPerTopic(db, topics);
    const missing = topics.filter((topic) => partitions.get(topic) !== PARTITIONS);
    if (missing.length > 0)
      throw new Error(
        `event_log: ${missing.join(', ')} not provisioned for ${service} (provisionEventLog)`,
      );
  }

  appender(client: LogClient): Promise<Appender> {
    return Promise.resolve(
      new LocalAppender(client, (topics) => this.appended.emit('appended', topics)),
    );
  }

  async subscribe(client: LogClient, options: SubscribeOptions): Promise<Subscription> {
    await this.checkTopics(client, options.topics);
    const topics = new Set(options.topics);
    const onAppended = (written: ReadonlySet<string>): void => {
      if ([...written].some((topic) => topics.has(topic))) subscription.wake();
    };
    const subscription = new LocalSubscription({
      client,
      handler: options.handler,
      partitions: options.topics.flatMap(allPartitions),
      onClosed: () => {
        this.appended.off('appended', onAppended);
        this.open.delete(subscription);
      },
    });
    this.open.add(subscription);
    this.appended.on('appended', onAppended);
    subscription.start();
    return subscription;
  }

  /** Removes what is older than the log keeps. */
  async upkeep({ db }: LogClient, ownTopics: readonly string[]): Promise<void> {
    while ((await expireRecords(db, ownTopics, RETENTION_DAYS)) > 0);
  }

  async close(): Promise<void> {
    await Promise.all([...this.open].map((subscription) => subscription.close()));
  }
}

const allPartitions = (topic: string): TopicPartition[] =>
  Array.from({ length: PARTITIONS }, (_, partition) => ({ topic, partition }));
