import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ServiceName } from '@app/contracts';
import type { KeyAgreement } from '../agreement/key-agreement.port.js';
import type { StaticKeys } from '../service-keys.js';

/** What the suite needs of an adapter: agreements of a service over keys that the suite may change. */
export interface AgreementHarness {
  agreementOf(service: ServiceName, keys: () => StaticKeys): Promise<KeyAgreement>;
  dispose(): Promise<void>;
}

const unavailable = expect.objectContaining({ name: 'KeyStoreUnavailableError', retriable: true });

/** What every place for private keys must do. */
export function keyAgreementContract(name: string, start: () => Promise<AgreementHarness>): void {
  describe(`the key agreement by ${name}`, () => {
    let harness: AgreementHarness;
    let keys: Map<ServiceName, StaticKeys>;

    beforeEach(async () => {
      harness = await start();
      const names: ServiceName[] = ['applications', 'life-events', 'childcare'];
      const pairs = new Map(names.map((service) => [service, newPair()]));
      const publicKeys = new Map(
        [...pairs].map(([service, pair]) => [
          service,
          { current: 1, keys: new Map([[1, pair.publicKey]]) },
        ]),
      );
      keys = new Map(
        [...pairs].map(([service, { privateKey }]) => [
          service,
          { privateKeys: new Map([[1, privateKey]]), publicKeys },
        ]),
      );
    });
    afterEach(() => harness.dispose());

    const of = (service: ServiceName): Promise<KeyAgreement> =>
      harness.agreementOf(service, () => keys.get(service)!);
    const first = (partner: ServiceName) => ({ mine: 1, partner, theirs: 1 });

    it('comes to the same key at both ends, and to another with everybody else', async () => {
      const [a, b, c] = [await of('applications'), await of('life-events'), await of('childcare')];
      const ab = await a.pairKey(first('life-events'));
      expect(ab).toHaveLength(32);
      expect(await b.pairKey(first('applications'))).toEqual(ab);
      const others = [
        await c.pairKey(first('life-events')),
        await c.pairKey(first('applications')),
        await a.pairKey(first('applications')),
      ];
      expect(new Set([ab, ...others].map((key) => key.toString('hex'))).size).toBe(4);
    });

    it('learns of a new version when it looks again, and keeps the old one', async () => {
      const agreement = await of('applications');
      const old = await agreement.pairKey(first('life-events'));
      const next = newPair();
      const { privateKeys, publicKeys } = keys.get('applications')!;
      const published = publicKeys.get('applications')!;
      keys.set('applications', {
        privateKeys: new Map([...privateKeys, [2, next.privateKey]]),
        publicKeys: new Map([
          ...publicKeys,
          ['applications', { current: 2, keys: new Map([...published.keys, [2, next.publicKey]]) }],
        ]),
      });
      const second = { mine: 2, partner: 'life-events', theirs: 1 } as const;
      await expect(agreement.pairKey({ ...second, mine: 3 })).rejects.toEqual(unavailable);
      await agreement.reload();
      expect([...agreement.held].sort()).toEqual([1, 2]);
      expect(agreement.published.get('applications')).toEqual({
        current: 2,
        versions: new Set([1, 2]),
      });
      expect(await agreement.pairKey(second)).not.toEqual(old);
      expect(await agreement.pairKey(first('life-events'))).toEqual(old);
    });

    it('is refused when private and public key do not belong together', async () => {
      const { publicKeys } = keys.get('childcare')!;
      keys.set('childcare', { privateKeys: new Map([[1, newPair().privateKey]]), publicKeys });
      await expect(of('childcare')).rejects.toThrow();
    });

    it('agrees with nobody who is not published', async () => {
      const agreement = await of('childcare');
      await expect(agreement.pairKey(first('insurance'))).rejects.toEqual(unavailable);
    });
  });
}

const newPair = () => generateKeyPairSync('x25519');
