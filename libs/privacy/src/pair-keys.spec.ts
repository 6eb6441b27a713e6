import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { ServiceName } from '@app/contracts';
import { PairKeys } from './pair-keys.js';

const services = ['applications', 'life-events', 'childcare'] as const;
const generated = new Map(
  services.map((name) => [name as ServiceName, generateKeyPairSync('x25519')]),
);
const publicKeys = new Map([...generated].map(([name, pair]) => [name, pair.publicKey]));
const privateKeyOf = (service: ServiceName) => generated.get(service)!.privateKey;
const pairKeysOf = (service: ServiceName): PairKeys =>
  new PairKeys(service, { privateKey: privateKeyOf(service), publicKeys });

describe('the keys of a pair of services', () => {
  const dataKey = randomBytes(32);
  const wrapped = pairKeysOf('applications').wrap('life-events', dataKey);

  it('unwrap at either end what the other wrapped', () => {
    expect(pairKeysOf('life-events').unwrap('applications', wrapped)).toEqual(dataKey);
    expect(pairKeysOf('applications').unwrap('life-events', wrapped)).toEqual(dataKey);
  });

  it('do not unwrap what another pair wrapped', () => {
    expect(() => pairKeysOf('childcare').unwrap('applications', wrapped)).toThrow();
    expect(() => pairKeysOf('childcare').unwrap('life-events', wrapped)).toThrow();
  });

  it('do not unwrap changed bytes', () => {
    const changed = Buffer.from(wrapped);
    changed[0]! ^= 1;
    expect(() => pairKeysOf('life-events').unwrap('applications', changed)).toThrow();
  });

  it('serve a service that writes to itself', () => {
    const own = pairKeysOf('childcare').wrap('childcare', dataKey);
    expect(pairKeysOf('childcare').unwrap('childcare', own)).toEqual(dataKey);
  });

  it('are refused at start when private and public key do not belong together', () => {
    const mixed = { privateKey: privateKeyOf('childcare'), publicKeys };
    expect(() => new PairKeys('applications', mixed)).toThrow(/applications does not belong/);
  });

  it('are refused for a service without a public key, by name', () => {
    expect(() => pairKeysOf('childcare').wrap('insurance', dataKey)).toThrow(
      /public key of insurance/,
    );
  });
});
