import { describe, expect, it } from '@jest/globals';
import {
  issuerFaults,
  kafkaFaults,
  plainHosts,
  postgresFaults,
  redisFaults,
  scannerFaults,
} from './connection-faults.js';

const NOBODY = plainHosts();
const OWN = plainHosts('db,broker,redis');
const PASSWORD = 'made-by-chance-1';

describe('An address of PostgreSQL', () => {
  const faults = (url: string, plain = NOBODY) => postgresFaults('X_DB_URL', url, plain).join('; ');

  it.each(['127.0.0.1', '127.8.8.8', '[::1]', 'localhost'])(
    'may be plain, and without a password, on this machine: %s',
    (host) => expect(faults(`postgres://x@${host}:5432/d`)).toBe(''),
  );

  it.each(['db', '10.0.0.1', '[2001:db8::1]', 'localhost.example.jp', '127.0.0.1.example.jp'])(
    'may not on another: %s',
    (host) => {
      const url = `postgres://x:${PASSWORD}@${host}:5432/d`;
      expect(faults(url)).toMatch(/^X_DB_URL leads to another machine without TLS: add/);
      expect(faults(url)).not.toContain(PASSWORD);
    },
  );

  it('may where the operator says that the network is its own', () => {
    expect(faults(`postgres://x:${PASSWORD}@db/d`, OWN)).toBe('');
    expect(faults(`postgres://x:${PASSWORD}@elsewhere/d`, OWN)).toContain('without TLS');
  });

  it('is not made local by what stands behind it', () => {
    expect(faults(`postgres://x:${PASSWORD}@localhost/d?host=db`)).toContain('without TLS');
  });

  it.each([
    ['', 'has no password'],
    ['postgres', 'can be guessed'],
    ['short', 'can be guessed'],
    ['administrator', 'can be guessed'],
  ])('needs a password that nobody guesses, not "%s"', (password, said) =>
    expect(faults(`postgres://administrator:${password}@db/d`, OWN)).toContain(said),
  );

  it('needs such a password on this machine too, where it has one', () => {
    expect(faults('postgres://x:postgres@127.0.0.1/d')).toContain('can be guessed');
  });

  it.each([
    ['sslmode=require', 'alone verifies'],
    ['sslmode=disable', 'alone verifies'],
    ['sslmode=no-verify&sslrootcert=x', 'alone verifies'],
    ['sslrootcert=x', 'alone verifies'],
    ['sslmode=verify-full', 'without sslrootcert'],
    ['ssl=true', 'asks with ssl;'],
    ['sslmode=verify-full&sslrootcert=x&uselibpqcompat=true', 'asks with uselibpqcompat;'],
    ['sslmode=verify-full&sslrootcert=/nowhere', 'sslrootcert names a file that cannot be read'],
  ])('asks for TLS wholly or not at all, not with %s', (parameters, said) =>
    expect(faults(`postgres://x:${PASSWORD}@127.0.0.1/d?${parameters}`)).toContain(said),
  );
});

describe('Brokers', () => {
  const sasl = { username: 'resident', password: PASSWORD };
  const ask = (more: Partial<Parameters<typeof kafkaFaults>[0]>, plain = NOBODY) =>
    kafkaFaults({ brokers: ['broker:9092'], sasl, files: {}, ...more }, plain).join('; ');

  it('may let everybody in on this machine only', () => {
    const brokers = ['127.0.0.1:9092', 'localhost:9093', '[::1]:9094'];
    expect(ask({ brokers, sasl: undefined })).toBe('');
    expect(ask({ sasl: undefined }, OWN)).toMatch(/^KAFKA_PASSWORD is no/);
  });

  it('are asked by TLS on another machine, if one of them is there', () => {
    expect(ask({ brokers: ['127.0.0.1:9092', 'broker:9092'] })).toContain('set KAFKA_CA_FILE');
    expect(ask({}, OWN)).toBe('');
  });

  it('are not asked with a password that can be guessed', () => {
    const guessed = { username: 'administrator', password: 'administrator' };
    expect(ask({ sasl: guessed }, OWN)).toContain('can be guessed');
  });

  it('are not asked with half of what TLS needs', () => {
    expect(ask({ files: { ca: '/nowhere' } })).toContain('KAFKA_CA_FILE names a file that cannot');
    expect(ask({ files: { certificate: '/nowhere' } })).toContain('belong together');
    expect(ask({ files: { certificate: '/n', key: '/n' } }, OWN)).toContain('KAFKA_CA_FILE only');
  });
});

describe('Redis', () => {
  const ask = (url: string, more: object = {}, plain = NOBODY) =>
    redisFaults({ url, ...more }, plain).join('; ');

  it('may be plain and open on this machine only', () => {
    expect(ask('redis://127.0.0.1:6379')).toBe('');
    expect(ask('redis://redis:6379', { password: PASSWORD })).toContain('make it rediss://');
    expect(ask('redis://redis:6379', { password: PASSWORD }, OWN)).toBe('');
    expect(ask('rediss://redis:6379')).toContain('REDIS_PASSWORD is no');
    expect(ask('rediss://redis:6379', { password: 'redis' })).toContain('can be guessed');
    expect(ask(`rediss://limits:${PASSWORD}@redis:6379`)).toBe('');
  });

  it('is not verified in plain', () => {
    const more = { password: PASSWORD, caFile: '/nowhere' };
    expect(ask('redis://redis', more, OWN)).toContain('REDIS_CA_FILE counts with rediss:// only');
    expect(ask('rediss://redis', more)).toContain('REDIS_CA_FILE names a file that cannot be read');
  });
});

describe('The issuer', () => {
  const ask = (issuer: string, clientSecret?: string, isForDevelopment = false) =>
    issuerFaults({ issuer, clientSecret, isForDevelopment }).join('; ');

  it('has https on another machine, and a secret of its own', () => {
    expect(ask('https://id.example.jp', PASSWORD)).toBe('');
    expect(ask('http://issuer:4000')).toContain('without https');
    expect(ask('https://id.example.jp', 'api-development-secret')).toContain('everybody knows');
  });

  it('may be the development issuer on this machine, or where that is said to be for development', () => {
    expect(ask('http://127.0.0.1:4000', 'api-development-secret')).toBe('');
    expect(ask('http://issuer:4000', 'api-development-secret', true)).toBe('');
  });
});

it('A scanner is on this machine, or where the operator says that the network is its own', () => {
  const faults = (address?: string) => scannerFaults(address, plainHosts('clamd')).join('; ');
  for (const fine of [
    undefined,
    'unix:/run/clamd.sock',
    'tcp://127.0.0.1:3310',
    'tcp://clamd:3310',
  ])
    expect(faults(fine)).toBe('');
  expect(faults('tcp://elsewhere:3310')).toMatch(/^ATTACHMENT_SCANNER leads to another machine/);
});
