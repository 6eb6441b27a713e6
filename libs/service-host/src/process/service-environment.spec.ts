import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kafkaAccess } from './server-variables.js';
import { serviceEnvironment } from './service-environment.js';

const GOOD = {
  LIFE_EVENTS_DB_URL: 'postgres://life_events:long-and-secret@127.0.0.1:5432/madoguchi',
  LIFE_EVENTS_KEYS_DB_URL: 'postgres://life_events:long-and-secret@127.0.0.1:5432/madoguchi_keys',
  LIFE_EVENTS_PRIVATE_KEY_FILE: 'keys/life-events.pem',
  LIFE_EVENTS_PORT: '3101',
  LIFE_EVENTS_ANCHOR_KEY_FILE: 'keys/life-events.anchor-key.pem',
  ANCHORS_FOLDER: 'anchors',
  PUBLIC_KEYS_FILE: 'keys/public.json',
  KAFKA_BROKERS: '127.0.0.1:9092,127.0.0.1:9093',
  OIDC_ISSUER: 'http://127.0.0.1:4000',
  OIDC_AUDIENCE: 'urn:madoguchi:api',
};

describe('the environment of a service', () => {
  it('is read under the service’s own names', () => {
    const { own, shared } = serviceEnvironment('life-events', GOOD);
    expect(own).toMatchObject({ PORT: 3101, DB_URL: GOOD.LIFE_EVENTS_DB_URL });
    expect(shared).toMatchObject({ LISTEN_HOST: '127.0.0.1' });
  });

  it('is refused with the full name of everything at fault, and no value', () => {
    const bad = {
      ...GOOD,
      LIFE_EVENTS_DB_URL: 'mysql://long-and-secret',
      LIFE_EVENTS_PORT: 'x',
      OIDC_ISSUER: '',
    };
    let message = '';
    try {
      serviceEnvironment('life-events', bad);
    } catch (error) {
      message = String(error);
    }
    expect(message).toMatch(/- LIFE_EVENTS_DB_URL must be a postgres/);
    expect(message).toMatch(/- LIFE_EVENTS_PORT /);
    expect(message).toMatch(/- OIDC_ISSUER is not set/);
    expect(message).not.toContain('secret');
  });

  it('takes the password of the database from a file, into both addresses', () => {
    const folder = mkdtempSync(join(tmpdir(), 'madoguchi-environment-'));
    const file = join(folder, 'password');
    writeFileSync(file, 'p@ss/word p@ss/word');
    const { own } = serviceEnvironment('life-events', {
      ...GOOD,
      LIFE_EVENTS_DB_URL: 'postgres://life_events@postgres:5432/madoguchi',
      LIFE_EVENTS_KEYS_DB_URL: 'postgres://life_events@postgres:5432/madoguchi_keys',
      LIFE_EVENTS_DB_PASSWORD_FILE: file,
      PLAIN_HOSTS: 'postgres',
    });
    rmSync(folder, { recursive: true });
    expect(own).toMatchObject({
      DB_URL: 'postgres://life_events:p%40ss%2Fword%20p%40ss%2Fword@postgres:5432/madoguchi',
      KEYS_DB_URL:
        'postgres://life_events:p%40ss%2Fword%20p%40ss%2Fword@postgres:5432/madoguchi_keys',
    });
  });

  it('has both parts of the login at the brokers, or neither', () => {
    const withLogin = (login: object) => serviceEnvironment('life-events', { ...GOOD, ...login });
    const both = { KAFKA_USERNAME: 'life-events', KAFKA_PASSWORD: 'long-and-secret' };
    expect(kafkaAccess(withLogin(both).servers)).toEqual({
      brokers: ['127.0.0.1:9092', '127.0.0.1:9093'],
      tls: undefined,
      sasl: { username: 'life-events', password: 'long-and-secret' },
    });
    expect(kafkaAccess(withLogin({}).servers).sasl).toBeUndefined();
    expect(() => withLogin({ KAFKA_USERNAME: 'life-events' })).toThrow(
      '- KAFKA_PASSWORD is not set; it must be set where KAFKA_USERNAME is',
    );
    expect(() => withLogin({ KAFKA_PASSWORD: 'long-and-secret' })).toThrow(
      '- KAFKA_USERNAME is not set; it must be set where KAFKA_PASSWORD is',
    );
  });

  it('says that the local event log is for all-in-one', () => {
    expect(() => serviceEnvironment('life-events', { ...GOOD, EVENT_LOG: 'local' })).toThrow(
      'all-in-one',
    );
  });
});
