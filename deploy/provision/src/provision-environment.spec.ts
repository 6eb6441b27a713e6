import { describe, expect, it } from '@jest/globals';
import { provisionEnvironment } from './provision-environment.js';

const GOOD = {
  POSTGRES_ADMIN_URL: 'postgres://postgres@db:5432/postgres',
  POSTGRES_ADMIN_PASSWORD: 'of/administrator',
  KAFKA_BROKERS: 'a:9092,b:9092',
  KAFKA_USERNAME: 'administrator',
  PLAIN_HOSTS: 'db,a,b',
  KAFKA_PASSWORD: 'the first secret',
  APPLICATIONS_DB_PASSWORD: 'the second secret',
  LIFE_EVENTS_DB_PASSWORD: 'the third secret',
  RESIDENT_DB_PASSWORD: 'the fourth secret',
  INSURANCE_DB_PASSWORD: 'the fifth secret',
  CHILDCARE_DB_PASSWORD: 'the sixth secret',
};

describe('The environment of the provisioning', () => {
  it('is the administrators’ logins and a password for each service', () => {
    const { postgresAdminUrl, passwords, kafka } = provisionEnvironment(GOOD);
    expect(postgresAdminUrl).toBe('postgres://postgres:of%2Fadministrator@db:5432/postgres');
    expect(passwords.get('life-events')).toBe('the third secret');
    expect(passwords.size).toBe(5);
    expect(kafka).toEqual({
      brokers: ['a:9092', 'b:9092'],
      sasl: { username: 'administrator', password: 'the first secret' },
      tls: undefined,
    });
  });

  it('is refused with everything at fault', () => {
    const bad = {
      ...GOOD,
      POSTGRES_ADMIN_URL: 'mysql://x',
      INSURANCE_DB_PASSWORD: '',
      KAFKA_USERNAME: undefined,
    };
    expect(() => provisionEnvironment(bad)).toThrow(
      /POSTGRES_ADMIN_URL must be [^]*KAFKA_USERNAME is not set[^]*INSURANCE_DB_PASSWORD is not set/,
    );
  });

  it('is refused with passwords that can be guessed, and with servers elsewhere without TLS', () => {
    const bad = { ...GOOD, PLAIN_HOSTS: 'a', RESIDENT_DB_PASSWORD: 'resident' };
    expect(() => provisionEnvironment(bad)).toThrow(
      /POSTGRES_ADMIN_URL leads to another [^]*KAFKA_BROKERS leads to another [^]*RESIDENT_DB_PASSWORD is a password that can be guessed/,
    );
  });

  it('needs an administrator of the brokers', () => {
    const nobody = { KAFKA_USERNAME: undefined, KAFKA_PASSWORD: undefined };
    expect(() => provisionEnvironment({ ...GOOD, ...nobody })).toThrow(/KAFKA_USERNAME is not set/);
  });
});
