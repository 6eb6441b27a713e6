import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ServiceName } from '@app/contracts';
import { HeldAgreement } from './agreement/held-agreement.js';
import { PairKeys } from './pair-keys.js';

const services = ['applications', 'life-events', 'childcare'] as const;
const generated = new Map(
  services.map((name) => [name as ServiceName, generateKeyPairSync('x25519')]),
);
const publicKeys = new Map(
  [...generated].map(([name, pair]) => [
    name,
    { current: 1, keys: new Map([[1, pair.publicKey]]) },
  ]),
);
const first = (partner: ServiceName) => ({ mine: 1, partner, theirs: 1 });

async function pairKeysOf(service: ServiceName): Promise<PairKeys> {
  const keys = { privateKeys: new Map([[1, generated.get(service)!.privateKey]]), publicKeys };
  const pairs = new PairKeys(await HeldAgreement.load(service, () => Promise.resolve(keys)));
  await pairs.ready(services.map(first));
  return pairs;
}

describe('the keys of a pair of services', () => {
  const dataKey = randomBytes(32);
  let [a, b, c] = [] as unknown as [PairKeys, PairKeys, PairKeys];
  let wrapped: Buffer;

  beforeAll(async () => {
    [a, b, c] = [
      await pairKeysOf('applications'),
      await pairKeysOf('life-events'),
      await pairKeysOf('childcare'),
    ];
    wrapped = a.wrap(first('life-events'), dataKey);
  });

  it('unwrap at either end what the other wrapped', () => {
    expect(b.unwrap(first('applications'), wrapped)).toEqual(dataKey);
    expect(a.unwrap(first('life-events'), wrapped)).toEqual(dataKey);
  });

  it('do not unwrap what another pair wrapped', () => {
    expect(() => c.unwrap(first('applications'), wrapped)).toThrow();
    expect(() => c.unwrap(first('life-events'), wrapped)).toThrow();
  });

  it('do not unwrap changed bytes', () => {
    const changed = Buffer.from(wrapped);
    changed[0]! ^= 1;
    expect(() => b.unwrap(first('applications'), changed)).toThrow();
  });

  it('serve a service that writes to itself', () => {
    const own = c.wrap(first('childcare'), dataKey);
    expect(c.unwrap(first('childcare'), own)).toEqual(dataKey);
  });

  it('are refused for a service without a public key, by name', () => {
    expect(() => c.current('insurance')).toThrow(/public key of insurance/);
  });

  it('of a version that is nowhere are the system’s fault, not the record’s', async () => {
    await expect(c.ready([{ ...first('applications'), theirs: 7 }])).rejects.toMatchObject({
      name: 'KeyStoreUnavailableError',
    });
  });
});
