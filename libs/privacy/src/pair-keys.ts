import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto';
import type { ServiceName } from '@app/contracts';
import type {
  KeyAgreement,
  PairVersions,
  PublishedVersions,
} from './agreement/key-agreement.port.js';
import { KeyAccessError, KeyStoreUnavailableError } from './key-store.error.js';

/** The default initial value of RFC 3394: its reappearance after unwrapping is the integrity check. */
const KEY_WRAP_IV = Buffer.alloc(8, 0xa6);
const KEY_WRAP = 'id-aes256-wrap';

/**
 * Wraps data keys under the key-encryption key that one service shares with each other one. It is agreed on once per pair
 * of versions (`ready`) and stays in memory, so that wrapping and unwrapping wait for nobody.
 */
export class PairKeys {
  readonly #derived = new Map<string, KeyObject>();

  constructor(private readonly agreement: KeyAgreement) {}

  knows(partner: ServiceName): boolean {
    return this.agreement.published.has(partner);
  }

  /** The versions with which new keys are wrapped now. @throws KeyAccessError without a public key of the partner */
  current(partner: ServiceName): PairVersions {
    const { service } = this.agreement;
    return { partner, mine: this.of(service).current, theirs: this.of(partner).current };
  }

  /**
   * Agrees on what is still missing. A version that nobody here has heard of is looked for once in what is published now.
   * @throws KeyStoreUnavailableError when it is not there either: bring the key files up to date, then try again
   */
  async ready(pairs: readonly PairVersions[]): Promise<void> {
    const missing = pairs.filter((pair) => !this.#derived.has(nameOf(pair)));
    if (missing.some((pair) => !this.isThere(pair))) await this.reload();
    for (const pair of missing)
      this.#derived.set(nameOf(pair), createSecretKey(await this.agreement.pairKey(pair)));
  }

  /** What is held and published now counts from here on. */
  async reload(): Promise<void> {
    try {
      await this.agreement.reload();
    } catch (cause) {
      throw new KeyStoreUnavailableError('The key files cannot be read again.', { cause });
    }
  }

  /** AES key wrap (RFC 3394): 32 bytes become 40. The pair must be ready. */
  wrap(pair: PairVersions, dataKey: Uint8Array): Buffer {
    const cipher = createCipheriv(KEY_WRAP, this.keyOf(pair), KEY_WRAP_IV);
    return Buffer.concat([cipher.update(dataKey), cipher.final()]);
  }

  /** Throws when the bytes were not wrapped by this pair, or were changed. The pair must be ready. */
  unwrap(pair: PairVersions, wrapped: Uint8Array): Buffer {
    const decipher = createDecipheriv(KEY_WRAP, this.keyOf(pair), KEY_WRAP_IV);
    return Buffer.concat([decipher.update(wrapped), decipher.final()]);
  }

  private keyOf(pair: PairVersions): KeyObject {
    const key = this.#derived.get(nameOf(pair));
    if (!key) throw new Error('The pair was not made ready.');
    return key;
  }

  private isThere({ mine, partner, theirs }: PairVersions): boolean {
    return (
      this.agreement.held.has(mine) &&
      this.agreement.published.get(partner)?.versions.has(theirs) === true
    );
  }

  private of(service: ServiceName): PublishedVersions {
    const published = this.agreement.published.get(service);
    if (published) return published;
    throw new KeyAccessError(
      `There is no public key of ${service}: add it to the public keys' file.`,
    );
  }
}

const nameOf = ({ mine, partner, theirs }: PairVersions): string => `${mine} ${partner} ${theirs}`;
