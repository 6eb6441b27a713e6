import { createHmac } from 'node:crypto';
import type { ServiceName } from '@app/contracts';
import { DataKey } from './data-key.js';
import type { KeyStore } from './key-store.js';
import { requireKey } from './sealed-parts.js';

/** Stands where a case id would: no case ever has it, and neither erasing nor the sweep touches it. */
const NO_CASE = `00000000-0000-0000-0000-${'0'.repeat(12)}`;

/**
 * A secret that all processes of one service share and nobody else has, for telling things apart without keeping them. It
 * lies in the key store like any data key, so that it outlives the service's key pair.
 * @throws KeyStoreUnavailableError
 */
export async function ownSecret(store: KeyStore, service: ServiceName): Promise<DataKey> {
  const keys = await store.issue([{ caseId: NO_CASE, reader: service }], 'own-secret');
  return requireKey(keys, { caseId: NO_CASE, writer: service, reader: service });
}

/** 32 bytes: HMAC-SHA-256 under a secret, of texts that were said for one use only (`label`). */
export function keyedHash(secret: DataKey, label: string, texts: readonly string[]): Buffer {
  const hmac = createHmac('sha256', DataKey.secretOf(secret));
  for (const text of [label, ...texts]) hmac.update(`${Buffer.byteLength(text)}:`).update(text);
  return hmac.digest();
}
