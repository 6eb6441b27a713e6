import kafkajs from 'kafkajs';
import type { Kafka } from 'kafkajs';
import type { DeliveryLog } from '../host.port.js';
import { type KafkaAccess, proofsOf } from './kafka-access.js';
import { kafkaLogCreator, type Overheard } from './kafka-log-creator.js';
import { filterKnownWarnings } from './known-warnings.js';

export interface KafkaClientOptions extends KafkaAccess {
  /** Shown in the broker's logs and metrics. */
  readonly clientId: string;
  readonly log: DeliveryLog;
  readonly overheard?: Overheard;
}

/** Short: every user of a client has a loop of its own that knows what to do next (lease, backoff, watchdog). */
const RETRY = { retries: 3, initialRetryTime: 100, maxRetryTime: 1_000 };

/** A client of its own for each user: kafkajs's clients share remembered offsets between their consumers. */
export function kafkaClient(options: KafkaClientOptions): Kafka {
  const { brokers, clientId, log, overheard } = options;
  filterKnownWarnings();
  return new kafkajs.Kafka({
    brokers: [...brokers],
    clientId,
    ...proofsOf(options),
    connectionTimeout: 2_000,
    requestTimeout: 10_000,
    retry: RETRY,
    logLevel: kafkajs.logLevel.INFO,
    logCreator: kafkaLogCreator(log, overheard),
  });
}
