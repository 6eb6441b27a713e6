import { createHmac, hkdfSync, type KeyObject } from 'node:crypto';
import { canonicalJson } from './canonical-json.js';

/**
 * Tells equal requests from others without keeping them: an HMAC of the canonical body under a key that only this
 * service has. It is derived from the service's private key, so that there is no further secret to look after.
 */
export class Fingerprints {
  private readonly key: Buffer;

  constructor(privateKey: KeyObject) {
    const secret = privateKey.export({ type: 'pkcs8', format: 'der' });
    this.key = Buffer.from(hkdfSync('sha256', secret, '', 'madoguchi idempotency fingerprint', 32));
  }

  /** 32 bytes over what is asked for (`operation`) and the body. */
  of(operation: string, body: unknown): Buffer {
    return createHmac('sha256', this.key)
      .update(operation)
      .update('\n')
      .update(canonicalJson(body))
      .digest();
  }
}
