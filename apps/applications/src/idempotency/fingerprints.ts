import { keyedHash, ownSecret, type DataKey, type KeyStore } from '@app/privacy';
import { canonicalJson } from './canonical-json.js';

/**
 * Tells equal requests from others without keeping them: a keyed hash of the canonical body under a secret that only this
 * service has. It lies in the key store, so that a repeated request is known again after the service's key pair was changed.
 */
export class Fingerprints {
  #secret?: Promise<DataKey>;

  constructor(private readonly keys: KeyStore) {}

  /**
   * 32 bytes over what is asked for (`operation`) and the body. One round trip in the life of a process.
   * @throws KeyStoreUnavailableError
   */
  async of(operation: string, body: unknown): Promise<Buffer> {
    return keyedHash(await this.secret(), 'idempotency', [operation, canonicalJson(body)]);
  }

  private secret(): Promise<DataKey> {
    this.#secret ??= ownSecret(this.keys, 'applications').catch((error: unknown) => {
      this.#secret = undefined;
      throw error;
    });
    return this.#secret;
  }
}
