import { generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { randomUUID } from 'node:crypto';
import { link, mkdir, readdir, rename, unlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ServiceName } from '@app/contracts';
import { publicJwkOf, readPrivateKey, readPublicKeys } from './service-keys.js';
import type { PublicKeys, ServiceKeys } from './service-keys.js';

export interface DevelopmentKeys {
  /** For PUBLIC_KEYS_FILE. */
  readonly publicKeysFile: string;
  readonly publicKeys: PublicKeys;
  /** For <SERVICE>_PRIVATE_KEY_FILE. */
  privateKeyFile(service: ServiceName): string;
  keysOf(service: ServiceName): ServiceKeys;
}

const SUFFIX = '.private.pem';

/**
 * Key pairs of services, made in `dir` where they are missing (files 0600, folder 0700) and kept from then on.
 * Several processes may call it at the same moment: all get the same keys. Whoever reads the folder opens everything: where
 * services run apart, each is given its own private key alone (deploy/provision, docker-compose.yml).
 */
export async function developmentKeys(
  dir: string,
  services: readonly ServiceName[],
): Promise<DevelopmentKeys> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  for (const service of services) await createOnce(privateKeyFile(dir, service), newPrivateKey());
  const privateKeys = await readAll(dir);
  const publicKeysFile = join(dir, 'public-keys.json');
  await replace(publicKeysFile, publicKeysText(privateKeys));
  const publicKeys = await readPublicKeys(publicKeysFile);
  return {
    publicKeysFile,
    publicKeys,
    privateKeyFile: (service) => privateKeyFile(dir, service),
    keysOf: (service) => {
      const privateKey = privateKeys.get(service);
      if (!privateKey) throw new Error(`There is no development key of ${service} in ${dir}.`);
      return { privateKey, publicKeys };
    },
  };
}

const privateKeyFile = (dir: string, service: string): string => join(dir, service + SUFFIX);

function newPrivateKey(): string {
  return generateKeyPairSync('x25519')
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();
}

/** A link fails when the name exists, and shows the file only when it is whole: the first of several wins. */
async function createOnce(file: string, text: string): Promise<void> {
  const draft = await writeDraft(file, text);
  try {
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(draft);
  }
}

async function replace(file: string, text: string): Promise<void> {
  await rename(await writeDraft(file, text), file);
}

async function writeDraft(file: string, text: string): Promise<string> {
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, text, { mode: 0o600, flag: 'wx' });
  return draft;
}

async function readAll(dir: string): Promise<Map<ServiceName, KeyObject>> {
  const files = (await readdir(dir)).filter((file) => file.endsWith(SUFFIX)).sort();
  const keys = new Map<ServiceName, KeyObject>();
  for (const file of files)
    keys.set(basename(file, SUFFIX) as ServiceName, await readPrivateKey(join(dir, file)));
  return keys;
}

function publicKeysText(privateKeys: ReadonlyMap<ServiceName, KeyObject>): string {
  const keys = [...privateKeys].map(([service, key]) => [service, publicJwkOf(key)] as const);
  return `${JSON.stringify(Object.fromEntries(keys), null, 2)}\n`;
}
