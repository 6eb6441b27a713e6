import { createSecretKey, type KeyObject } from 'node:crypto';
import type { ServiceName } from '@app/contracts';

/** Names one data key: what `writer` says to `reader` about one case. */
export interface KeyRef {
  readonly caseId: string;
  readonly writer: ServiceName;
  readonly reader: ServiceName;
}

/** One opened data key. It cannot be printed or serialised; it is good for sealing and opening only. */
export class DataKey {
  readonly ref: KeyRef;
  readonly #secret: KeyObject;

  /** `bytes` are 32 random bytes; the caller wipes them afterwards. */
  constructor({ caseId, writer, reader }: KeyRef, bytes: Uint8Array) {
    this.ref = { caseId, writer, reader };
    this.#secret = createSecretKey(bytes);
  }

  static secretOf(key: DataKey): KeyObject {
    return key.#secret;
  }
}
