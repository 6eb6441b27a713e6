import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ServiceName } from '@app/contracts';
import { developmentKeys } from './development-keys.js';
import {
  privateKeysText,
  publicJwkOf,
  publicKeysText,
  readPrivateKeys,
  readPublicKeys,
} from './service-keys.js';
import type { PublicKeys } from './service-keys.js';

const services = ['applications', 'life-events', 'resident'] as const;
const jwkIn = (keys: PublicKeys, service: ServiceName) =>
  publicJwkOf(keys.get(service)!.keys.get(1)!);

describe('development keys', () => {
  let dir: string;

  beforeEach(async () => {
    dir = join(await mkdtemp(join(tmpdir(), 'keys-')), 'made');
  });
  afterEach(async () => {
    await rm(join(dir, '..'), { recursive: true, force: true });
  });

  it('are made in files that nobody else may read', async () => {
    const keys = await developmentKeys(dir, services);
    const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;
    expect(await modeOf(dir)).toBe(0o700);
    for (const service of services) expect(await modeOf(keys.privateKeyFile(service))).toBe(0o600);
    expect(await modeOf(keys.publicKeysFile)).toBe(0o600);
  });

  it('stay the same from one start to the next, also when a service is added', async () => {
    const first = await developmentKeys(dir, services);
    const second = await developmentKeys(dir, [...services, 'childcare']);
    for (const service of services) {
      expect(jwkIn(second.publicKeys, service)).toEqual(jwkIn(first.publicKeys, service));
    }
    expect([...second.publicKeys.keys()].sort()).toEqual([...services, 'childcare'].sort());
  });

  it('are one set when several processes begin at the same moment, and leave no drafts behind', async () => {
    const starts = await Promise.all(
      Array.from({ length: 8 }, () => developmentKeys(dir, services)),
    );
    const sets = starts.map(({ publicKeys }) =>
      JSON.stringify([...publicKeys].map(([name]) => [name, jwkIn(publicKeys, name)])),
    );
    expect(new Set(sets).size).toBe(1);
    expect(await readdir(dir)).toHaveLength(services.length + 2);
  });

  it('can be read from the files they are kept in', async () => {
    const keys = await developmentKeys(dir, services);
    const privateKeys = await readPrivateKeys(keys.privateKeyFile('resident'));
    const publicKeys = await readPublicKeys(keys.publicKeysFile);
    expect(publicJwkOf(privateKeys.get(1)!)).toEqual(jwkIn(publicKeys, 'resident'));
    expect(await readFile(keys.publicKeysFile, 'utf8')).not.toContain('"d"');
  });
});

describe('reading keys', () => {
  let dir: string;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'keys-'));
  });
  afterEach(async () => {
    await rm(dir, { recursive: true, force: true });
  });

  it('takes a private key as JWK, too', async () => {
    const keys = await developmentKeys(dir, ['resident']);
    const file = join(dir, 'as-jwk.json');
    const held = await readPrivateKeys(keys.privateKeyFile('resident'));
    await writeFile(file, JSON.stringify(held.get(1)!.export({ format: 'jwk' })));
    expect((await readPrivateKeys(file)).get(1)!.equals(held.get(1)!)).toBe(true);
  });

  it('takes several versions of a key, and says which is in use', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('x25519');
    const another = generateKeyPairSync('x25519');
    const [held, open] = [join(dir, 'held.pem'), join(dir, 'open.json')];
    const both = new Map([
      [1, privateKey],
      [2, another.privateKey],
    ]);
    await writeFile(held, privateKeysText(both));
    const read = await readPrivateKeys(held);
    expect([...both].map(([version, key]) => read.get(version)!.equals(key))).toEqual([true, true]);
    const keys = new Map([
      [1, publicKey],
      [2, another.publicKey],
    ]);
    await writeFile(open, publicKeysText(new Map([['resident', { current: 1, keys }]])));
    expect((await readPublicKeys(open)).get('resident')).toMatchObject({ current: 1 });
    await writeFile(open, (await readFile(open, 'utf8')).replace('"current": 1', '"current": 3'));
    await expect(readPublicKeys(open)).rejects.toThrow(/"current" must name/);
  });

  it('names the file, and shows nothing of it, when it holds no key', async () => {
    const file = join(dir, 'broken.pem');
    await writeFile(file, 'a secret that is no key');
    const reading = readPrivateKeys(file);
    await expect(reading).rejects.toThrow(/broken\.pem: expected an X25519 key/);
    await expect(reading).rejects.not.toThrow(/a secret/);
    await expect(readPublicKeys(file)).rejects.toThrow(/broken\.pem: expected a JSON object/);
  });
});
