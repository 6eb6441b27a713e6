import { createPublicKey, diffieHellman, hkdfSync, type KeyObject } from 'node:crypto';
import type { ServiceName } from '@app/contracts';
import { KeyStoreUnavailableError } from '../key-store.error.js';
import { readPrivateKeys, readPublicKeys, type StaticKeys } from '../service-keys.js';
import type { KeyAgreement, PairVersions, PublishedVersions } from './key-agreement.port.js';

/** The private keys lie in this process's memory. */
export class HeldAgreement implements KeyAgreement {
  held: ReadonlySet<number> = new Set();
  published: ReadonlyMap<ServiceName, PublishedVersions> = new Map();
  #keys: StaticKeys = { privateKeys: new Map(), publicKeys: new Map() };

  private constructor(
    readonly service: ServiceName,
    private readonly source: () => Promise<StaticKeys>,
  ) {}

  /** @throws when private and public keys do not belong together, naming the service */
  static async load(
    service: ServiceName,
    source: () => Promise<StaticKeys>,
  ): Promise<HeldAgreement> {
    const agreement = new HeldAgreement(service, source);
    await agreement.reload();
    return agreement;
  }

  async pairKey({ mine, partner, theirs }: PairVersions): Promise<Buffer> {
    const privateKey = found(this.#keys.privateKeys.get(mine), this.service, mine);
    const ownPublic = createPublicKey(privateKey);
    const publicKey = found(this.#keys.publicKeys.get(partner)?.keys.get(theirs), partner, theirs);
    const secret = diffieHellman({ privateKey, publicKey });
    // Sorted, so that both ends, and both directions, come to the same key.
    const ends = [
      { name: this.service, raw: rawPublic(ownPublic) },
      { name: partner, raw: rawPublic(publicKey) },
    ].sort((a, b) => (a.name + a.raw < b.name + b.raw ? -1 : 1));
    const info = ['madoguchi', 'key-encryption', 'v1', ...ends.map(({ name }) => name)].join('\n');
    const salt = ends.map(({ raw }) => raw).join('\n');
    const derived = Buffer.from(hkdfSync('sha256', secret, salt, info, 32));
    secret.fill(0);
    return Promise.resolve(derived);
  }

  async reload(): Promise<void> {
    this.#keys = checked(this.service, await this.source());
    this.held = new Set(this.#keys.privateKeys.keys());
    this.published = new Map(
      [...this.#keys.publicKeys].map(([service, { current, keys }]) => [
        service,
        { current, versions: new Set(keys.keys()) },
      ]),
    );
  }
}

/** The adapter for files: read again at each `reload`, so they are to be replaced as a whole (renamed into place). */
export function fileAgreement(
  service: ServiceName,
  files: { readonly privateKeyFile: string; readonly publicKeysFile: string },
): Promise<HeldAgreement> {
  return HeldAgreement.load(service, async () => ({
    privateKeys: await readPrivateKeys(files.privateKeyFile),
    publicKeys: await readPublicKeys(files.publicKeysFile),
  }));
}

/** Every published version of its own must be held and be the same key; one that is not yet published may be held. */
function checked(service: ServiceName, keys: StaticKeys): StaticKeys {
  const own = keys.publicKeys.get(service);
  for (const [version, publicKey] of own?.keys ?? []) {
    const privateKey = keys.privateKeys.get(version);
    if (privateKey && rawPublic(createPublicKey(privateKey)) === rawPublic(publicKey)) continue;
    throw new Error(
      `Version ${version} of the private key given to ${service} does not belong to its public key: check both key files.`,
    );
  }
  if (!own)
    throw new Error(`There is no public key of ${service}: add it to the public keys' file.`);
  return keys;
}

function found(key: KeyObject | undefined, service: ServiceName, version: number): KeyObject {
  if (key) return key;
  throw new KeyStoreUnavailableError(
    `Version ${version} of the key of ${service} is not in the key files: bring them up to date.`,
  );
}

const rawPublic = (key: KeyObject): string => key.export({ format: 'jwk' }).x ?? '';
