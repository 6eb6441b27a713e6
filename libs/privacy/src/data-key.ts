import type { webcrypto } from 'node:crypto';
import type { ServiceName } from '@app/contracts';

/** Names one data key: what `writer` says to `reader` about one case. */
export interface KeyRef {
  readonly caseId: string;
  readonly writer: ServiceName;
  readonly reader: ServiceName;
}

/** One opened data key. It cannot be exported, printed or serialised; it is good for sealing and opening only. */
export class DataKey {
  readonly ref: KeyRef;
  readonly #secret: webcrypto.CryptoKey;

  private constructor(ref: KeyRef, secret: webcrypto.CryptoKey) {
    this.ref = ref;
    this.#secret = secret;
  }

  /** `bytes` are 32 random bytes; the caller wipes them afterwards. */
  static async of(ref: KeyRef, bytes: Uint8Array<ArrayBuffer>): Promise<DataKey> {
    const secret = await crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, [
      'encrypt',
      'decrypt',
    ]);
    return new DataKey({ caseId: ref.caseId, writer: ref.writer, reader: ref.reader }, secret);
  }

  static secretOf(key: DataKey): webcrypto.CryptoKey {
    return key.#secret;
  }
}
