import { mkdtemp, readFile, rm, stat, writeFile, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { developmentKeys } from './development-keys.js';
import { publicJwkOf, readPrivateKey, readPublicKeys } from './service-keys.js';

const services = ['applications', 'life-events', 'resident'] as const;

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
      expect(publicJwkOf(second.publicKeys.get(service)!)).toEqual(
        publicJwkOf(first.publicKeys.get(service)!),
      );
    }
    expect([...second.publicKeys.keys()].sort()).toEqual([...services, 'childcare'].sort());
  });

  it('are one set when several processes begin at the same moment, and leave no drafts behind', async () => {
    const starts = await Promise.all(
      Array.from({ length: 8 }, () => developmentKeys(dir, services)),
    );
    const sets = starts.map(({ publicKeys }) =>
      JSON.stringify([...publicKeys].map(([name, key]) => [name, publicJwkOf(key)])),
    );
    expect(new Set(sets).size).toBe(1);
    expect(await readdir(dir)).toHaveLength(services.length + 1);
  });

  it('can be read from the files they are kept in', async () => {
    const keys = await developmentKeys(dir, services);
    const privateKey = await readPrivateKey(keys.privateKeyFile('resident'));
    const publicKeys = await readPublicKeys(keys.publicKeysFile);
    expect(publicJwkOf(privateKey)).toEqual(publicJwkOf(publicKeys.get('resident')!));
    expect(JSON.parse(await readFile(keys.publicKeysFile, 'utf8'))).not.toHaveProperty(
      'resident.d',
    );
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
    const { privateKey } = keys.keysOf('resident');
    await writeFile(file, JSON.stringify(privateKey.export({ format: 'jwk' })));
    expect((await readPrivateKey(file)).equals(privateKey)).toBe(true);
  });

  it('names the file, and shows nothing of it, when it holds no key', async () => {
    const file = join(dir, 'broken.pem');
    await writeFile(file, 'a secret that is no key');
    const reading = readPrivateKey(file);
    await expect(reading).rejects.toThrow(/broken\.pem: expected an X25519 key/);
    await expect(reading).rejects.not.toThrow(/a secret/);
    await expect(readPublicKeys(file)).rejects.toThrow(/broken\.pem: expected a JSON object/);
  });
});
