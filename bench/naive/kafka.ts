import type { ServiceName } from '@app/contracts';
import type { ClientKafka, KafkaOptions } from '@nestjs/microservices';
import { Transport } from '@nestjs/microservices';
import { lastValueFrom } from 'rxjs';
import type { NaiveEnvironment } from './naive.environment.js';

export const KAFKA = Symbol('ClientKafka');

/** As long as the pool: as many messages at a time as there are connections for them. */
export const POOL_SIZE = 16;

export const groupOf = (service: ServiceName): string => `naive-${service}`;

/** Nest's own transport; sessions and waiting as short as ours, many partitions at a time, committed after each batch. */
export function kafkaOptions({ service, brokers, sasl }: NaiveEnvironment): KafkaOptions {
  return {
    transport: Transport.KAFKA,
    options: {
      client: { clientId: `naive-${service}`, brokers, ...(sasl && { sasl, ssl: false }) },
      consumer: {
        groupId: groupOf(service),
        allowAutoTopicCreation: false,
        ...{ sessionTimeout: 6_000, rebalanceTimeout: 10_000, heartbeatInterval: 1_000 },
        maxWaitTimeInMs: 500,
      },
      subscribe: { fromBeginning: true },
      run: { partitionsConsumedConcurrently: POOL_SIZE },
      producer: { allowAutoTopicCreation: false },
      postfixId: '',
    },
  };
}

/** Until the broker has it. */
export async function emit(
  kafka: ClientKafka,
  topic: string,
  { key, value }: { key: string; value: object },
): Promise<void> {
  await lastValueFrom(kafka.emit(topic, { key, value: JSON.stringify(value) }));
}
