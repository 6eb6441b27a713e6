import { describe, expect, it } from '@jest/globals';
import { SERVICES } from '@app/contracts';
import { brokerAvailability } from './broker-availability.js';

const BROKERS = { KAFKA_BROKERS: 'one:9092, two:9092' };
const ADMINISTRATOR = { KAFKA_USERNAME: 'chief', KAFKA_PASSWORD: 'only-for-tests' };

describe('Where a broker can be had', () => {
  it('is where KAFKA_BROKERS says, without logins where none are given', () => {
    expect(brokerAvailability(BROKERS)).toEqual({
      kind: 'external',
      kafka: { brokers: ['one:9092', 'two:9092'], administrator: undefined, passwords: {} },
    });
  });

  it('is asked with the administrator’s login and one for each service', () => {
    const passwords = Object.fromEntries(SERVICES.map((service) => [service, `of ${service}`]));
    const variables = Object.entries(passwords).map(([service, password]) => [
      `${service.toUpperCase().replaceAll('-', '_')}_KAFKA_PASSWORD`,
      password,
    ]);
    const ofServices = Object.fromEntries(variables) as Record<string, string>;
    const environment = { ...BROKERS, ...ADMINISTRATOR, ...ofServices };
    expect(brokerAvailability(environment)).toMatchObject({
      kafka: { administrator: { username: 'chief', password: 'only-for-tests' }, passwords },
    });
  });

  it('names the logins that are missing', () => {
    expect(() => brokerAvailability({ ...BROKERS, ...ADMINISTRATOR })).toThrow(
      'LIFE_EVENTS_KAFKA_PASSWORD',
    );
  });
});
