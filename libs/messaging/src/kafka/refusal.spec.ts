import { describe, expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';
import { LogRefusedError } from '../log-refused.error.js';
import { plainly } from './refusal.js';

/** kafkajs's types forget the constructor's argument. */
const SaslError = kafkajs.KafkaJSSASLAuthenticationError as new (message: string) => Error;

const refused = (type: string) =>
  new kafkajs.KafkaJSProtocolError({ type, code: 29, message: 'no', retriable: false } as never);

describe('what the brokers refuse', () => {
  it.each(['TOPIC_AUTHORIZATION_FAILED', 'GROUP_AUTHORIZATION_FAILED'])(
    'is said with the user and the brokers’ word for it: %s',
    (type) => {
      const error = plainly(refused(type), 'resident') as Error;
      expect(error).toBeInstanceOf(LogRefusedError);
      expect(error.message).toContain(`Kafka refuses resident (${type})`);
    },
  );

  it('is found inside what kafkajs puts around it', () => {
    const tried = new kafkajs.KafkaJSNumberOfRetriesExceeded(
      refused('TOPIC_AUTHORIZATION_FAILED'),
      { retryCount: 3, retryTime: 100 },
    );
    expect(plainly(tried, 'resident')).toBeInstanceOf(LogRefusedError);
  });

  it('names the variables when the login is at fault', () => {
    const error = new SaslError('SASL SCRAM SHA512: Invalid');
    expect((plainly(error, 'resident') as Error).message).toMatch(/resident in: KAFKA_USERNAME/);
  });

  it.each(['SELF_SIGNED_CERT_IN_CHAIN', 'ERR_TLS_CERT_ALTNAME_INVALID', 'CERT_HAS_EXPIRED'])(
    'names the variables when the brokers’ certificate is at fault: %s',
    (code) => {
      const refusal = new kafkajs.KafkaJSConnectionError('Connection error', { code });
      const error = plainly(refusal, 'resident') as Error;
      expect(error).toBeInstanceOf(LogRefusedError);
      expect(error.message).toMatch(new RegExp(`${code}.*KAFKA_CA_FILE`));
    },
  );

  it('leaves every other error as it is', () => {
    const away = new kafkajs.KafkaJSConnectionError('away', { code: 'ECONNREFUSED' });
    expect(plainly(away, 'resident')).toBe(away);
    expect(plainly('text')).toBe('text');
  });
});
