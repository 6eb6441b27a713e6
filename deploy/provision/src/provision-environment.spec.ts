import { describe, expect, it } from '@jest/globals';
import { provisionEnvironment } from './provision-environment.js';

const GOOD = {
  POSTGRES_ADMIN_URL: 'postgres://postgres@db:5432/postgres',
  POSTGRES_ADMIN_PASSWORD: 'a/b',
  KAFKA_BROKERS: 'a:9092,b:9092',
  KAFKA_USERNAME: 'administrator',
  KAFKA_PASSWORD: 'one',
  APPLICATIONS_DB_PASSWORD: 'two',
  LIFE_EVENTS_DB_PASSWORD: 'three',
  RESIDENT_DB_PASSWORD: 'four',
  INSURANCE_DB_PASSWORD: 'five',
  CHILDCARE_DB_PASSWORD: 'six',
};

describe('The environment of the provisioning', () => {
  it('is the administrators’ logins and a password for each service', () => {
    const { postgresAdminUrl, passwords, kafka } = provisionEnvironment(GOOD);
    expect(postgresAdminUrl).toBe('postgres://postgres:a%2Fb@db:5432/postgres');
    expect(passwords.get('life-events')).toBe('three');
    expect(passwords.size).toBe(5);
    expect(kafka).toEqual({
      brokers: ['a:9092', 'b:9092'],
      sasl: { username: 'administrator', password: 'one' },
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
});
