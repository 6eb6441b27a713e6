import { LogRefusedError } from '../log-refused.error.js';

/** kafkajs's names of the brokers' answers. */
const REFUSED = new Set([
  'TOPIC_AUTHORIZATION_FAILED',
  'GROUP_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
]);
const NOT_LET_IN = new Set(['SASL_AUTHENTICATION_FAILED', 'ILLEGAL_SASL_STATE']);

/** Codes of Node's TLS: whose certificate it is not, or that it is none; and that the other side does not speak TLS. */
const NOT_VERIFIED = /CERT|SIGNATURE|SELF_SIGNED|UNABLE_TO|^ERR_(SSL|TLS)|^EPROTO$/;

/** What kafkajs should have thrown: it says that the group is refused, and throws that nobody coordinates it. */
export class GroupRefusedError extends Error {
  override readonly name = 'GroupRefusedError';
  readonly type = 'GROUP_AUTHORIZATION_FAILED';

  constructor(cause: unknown) {
    super('The brokers refuse the group.', { cause });
  }
}

/** Says plainly when the brokers refused this user; any other error is returned as it is. */
export function plainly(error: unknown, user = 'a client without a login'): unknown {
  for (let cause = error; cause instanceof Error; cause = causeOf(cause)) {
    const { type } = cause as { type?: string };
    if (type !== undefined && REFUSED.has(type))
      return new LogRefusedError(
        `Kafka refuses ${user} (${type}): a right is missing. Rights come from the contracts; give them as the runbook says under "A right is missing".`,
        { cause: error },
      );
    const { code } = cause as { code?: unknown };
    if (typeof code === 'string' && NOT_VERIFIED.test(code))
      return new LogRefusedError(
        `No TLS with the brokers (${code}): their certificate has to name the host in KAFKA_BROKERS and to be signed by who stands in KAFKA_CA_FILE; they have to accept ours, where they ask for one.`,
        { cause: error },
      );
    if (cause.name === 'KafkaJSSASLAuthenticationError' || NOT_LET_IN.has(type ?? ''))
      return new LogRefusedError(
        `Kafka does not let ${user} in: KAFKA_USERNAME or KAFKA_PASSWORD is wrong, or there is no such user.`,
        { cause: error },
      );
  }
  return error;
}

/** kafkajs keeps what it wraps in either of two places. */
function causeOf(error: Error): unknown {
  return error.cause ?? (error as { originalError?: unknown }).originalError;
}
