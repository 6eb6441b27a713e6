import {
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  diffieHellman,
  hkdfSync,
} from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { ServiceName } from '@app/contracts';
import { KeyAccessError } from './key-store.error.js';
import type { ServiceKeys } from './service-keys.js';

/** The default initial value of RFC 3394: its reappearance after unwrapping is the integrity check. */
const KEY_WRAP_IV = Buffer.alloc(8, 0xa6);
const KEY_WRAP = 'id-aes256-wrap';

/**
 * Wraps data keys under the key-encryption key that one service shares with each other one. Both ends derive the same
 * key from their static X25519 keys (RFC 7748) with HKDF-SHA256 (RFC 5869), once per pair; it stays in memory.
 */
export class PairKeys {
  readonly #derived = new Map<string, Buffer>();

  constructor(
    private readonly service: ServiceName,
    private readonly keys: ServiceKeys,
  ) {
    const own = rawPublic(createPublicKey(keys.privateKey));
    if (rawPublic(this.publicKeyOf(service)) !== own) {
      throw new Error(
        `The private key given to ${service} does not belong to its public key: check both key files.`,
      );
    }
  }

  knows(partner: ServiceName): boolean {
    return this.keys.publicKeys.has(partner);
  }

  /** AES key wrap (RFC 3394): 32 bytes become 40. */
  wrap(partner: ServiceName, dataKey: Uint8Array): Buffer {
    const cipher = createCipheriv(KEY_WRAP, this.keyWith(partner), KEY_WRAP_IV);
    return Buffer.concat([cipher.update(dataKey), cipher.final()]);
  }

  /** Throws when the bytes were not wrapped by this pair, or were changed. */
  unwrap(partner: ServiceName, wrapped: Uint8Array): Buffer {
    const decipher = createDecipheriv(KEY_WRAP, this.keyWith(partner), KEY_WRAP_IV);
    return Buffer.concat([decipher.update(wrapped), decipher.final()]);
  }

  private keyWith(partner: ServiceName): Buffer {
    const known = this.#derived.get(partner);
    if (known) return known;
    const derived = this.derive(partner);
    this.#derived.set(partner, derived);
    return derived;
  }

  private derive(partner: ServiceName): Buffer {
    const publicKey = this.publicKeyOf(partner);
    const secret = diffieHellman({ privateKey: this.keys.privateKey, publicKey });
    // Sorted, so that both ends, and both directions, come to the same key.
    const pair = [this.service, partner].sort();
    const info = ['madoguchi', 'key-encryption', 'v1', ...pair].join('\n');
    const salt = pair.map((name) => rawPublic(this.publicKeyOf(name))).join('\n');
    const derived = Buffer.from(hkdfSync('sha256', secret, salt, info, 32));
    secret.fill(0);
    return derived;
  }

  private publicKeyOf(service: ServiceName): KeyObject {
    const key = this.keys.publicKeys.get(service);
    if (!key)
      throw new KeyAccessError(
        `There is no public key of ${service}: add it to the public keys' file.`,
      );
    return key;
  }
}

const rawPublic = (key: KeyObject): string => key.export({ format: 'jwk' }).x ?? '';
