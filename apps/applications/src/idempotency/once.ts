import type { Tx } from '@app/persistence';
import { Problem } from '@app/observability';
import { timingSafeEqual } from 'node:crypto';
import { findUse, insertUse, tryHoldKey } from './idempotency-key.repository.js';
import { keyInFlight } from './keys-in-flight.js';

export interface RepeatableRequest {
  subject: string;
  key: string;
  fingerprint: Buffer;
  applicationId: string;
}

export interface Outcome {
  applicationId: string;
  replayed: boolean;
}

/**
 * Runs `work` the first time a key is used, and answers the first outcome whenever the same request comes again.
 * To be called first in the transaction.
 * @throws Problem `idempotency-key-in-flight` while another transaction works on the key, `idempotency-key-reused`
 *   when the key was used for another body. Nothing is written then.
 */
export async function once(
  tx: Tx,
  request: RepeatableRequest,
  work: () => Promise<void>,
): Promise<Outcome> {
  const { subject, key, fingerprint, applicationId } = request;
  if (!(await tryHoldKey(tx, subject, key))) throw keyInFlight();
  const use = await findUse(tx, subject, key);
  if (use !== undefined) {
    if (!timingSafeEqual(use.fingerprint, fingerprint)) throw new Problem('idempotency-key-reused');
    return { applicationId: use.application_id, replayed: true };
  }
  await insertUse(tx, subject, key, fingerprint, applicationId);
  await work();
  return { applicationId, replayed: false };
}
