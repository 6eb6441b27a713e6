import { createPublicKey, generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, readdir, rename, unlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ServiceName } from '@app/contracts';
import { readPersonIndexKey } from './person-index.js';
import { fileAgreement } from './agreement/held-agreement.js';
import { publicKeysText, readPrivateKeys, readPublicKeys } from './service-keys.js';
import type { PrivateKeys, PublicKeys, ServiceKeys } from './service-keys.js';

export interface DevelopmentKeys {
  /** For PUBLIC_KEYS_FILE. */
  readonly publicKeysFile: string;
  readonly publicKeys: PublicKeys;
  /** For PERSON_INDEX_KEY_FILE. */
  readonly personIndexKeyFile: string;
  /** For <SERVICE>_PRIVATE_KEY_FILE. */
  privateKeyFile(service: ServiceName): string;
  keysOf(service: ServiceName): Promise<ServiceKeys>;
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
  const personIndexKeyFile = join(dir, 'person-index.key');
  await createOnce(personIndexKeyFile, `${randomBytes(32).toString('hex')}\n`);
  const personIndexKey = await readPersonIndexKey(personIndexKeyFile);
  const publicKeysFile = join(dir, 'public-keys.json');
  await replace(publicKeysFile, publicKeysText(await published(dir, publicKeysFile)));
  const publicKeys = await readPublicKeys(publicKeysFile);
  return {
    publicKeysFile,
    publicKeys,
    personIndexKeyFile,
    privateKeyFile: (service) => privateKeyFile(dir, service),
    keysOf: async (service) => {
      const files = { privateKeyFile: privateKeyFile(dir, service), publicKeysFile };
      return { agreement: await fileAgreement(service, files), personIndexKey };
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

/** Of each service what is published already (a rotation may be under way), or the first key that it holds. */
async function published(dir: string, publicKeysFile: string): Promise<PublicKeys> {
  const before = await readPublicKeys(publicKeysFile).catch(() => new Map() as PublicKeys);
  const keys = new Map(before);
  for (const [service, held] of await readAll(dir)) {
    const [first] = [...held.keys()].sort((a, b) => a - b);
    if (first === undefined || keys.has(service)) continue;
    const publicKey = createPublicKey(held.get(first)!);
    keys.set(service, { current: first, keys: new Map([[first, publicKey]]) });
  }
  return keys;
}

async function readAll(dir: string): Promise<Map<ServiceName, PrivateKeys>> {
  const files = (await readdir(dir)).filter((file) => file.endsWith(SUFFIX)).sort();
  const keys = new Map<ServiceName, PrivateKeys>();
  for (const file of files)
    keys.set(basename(file, SUFFIX) as ServiceName, await readPrivateKeys(join(dir, file)));
  return keys;
}
