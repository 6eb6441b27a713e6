import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { SERVICES, type ServiceName } from '@app/contracts';
import { HeldAgreement } from './agreement/held-agreement.js';
import type { ServiceKeys } from './service-keys.js';

/** Keys of a process that neither opens nor writes anything, such as a check: made for it, and gone with it. */
export async function fleetingKeys(service: ServiceName): Promise<ServiceKeys> {
  const { privateKey, publicKey } = generateKeyPairSync('x25519');
  const published = { current: 1, keys: new Map([[1, publicKey]]) };
  const keys = {
    privateKeys: new Map([[1, privateKey]]),
    publicKeys: new Map(SERVICES.map((name) => [name, published])),
  };
  const agreement = await HeldAgreement.load(service, () => Promise.resolve(keys));
  return { agreement, personIndexKey: randomBytes(32) };
}
