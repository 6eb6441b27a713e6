import type { SASLOptions } from 'kafkajs';

/** One user of the brokers. */
export interface KafkaLogin {
  readonly username: string;
  readonly password: string;
}

/** Where the brokers are (host:port), and as whom they are asked. */
export interface KafkaAccess {
  readonly brokers: readonly string[];
  /** SCRAM-SHA-512. Without it the brokers must let everybody in: a developer's own cluster. */
  readonly sasl?: KafkaLogin | undefined;
}

export function saslOf({ sasl }: KafkaAccess): { sasl?: SASLOptions } {
  return sasl ? { sasl: { mechanism: 'scram-sha-512', ...sasl } } : {};
}
