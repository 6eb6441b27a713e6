import {
  openPart,
  openParts,
  requireKey,
  sealPart,
  type CaseKeys,
  type KeyRef,
  type KeyStore,
} from '@app/privacy';
import type { ProtectionContent } from '../domain/protection.js';
import type { StoredProtection } from '../persistence/protection.repository.js';

const SELF = 'resident';
/** The type in the header of the sealed content: it never leaves this service. */
const TYPE = 'madoguchi.resident.protection-content';

/** The key of a protection: of its own, so that it can be destroyed alone. */
export const protectionKey = (id: string): KeyRef => ({ caseId: id, writer: SELF, reader: SELF });

const headerOf = (id: string, version: number) => ({
  ...protectionKey(id),
  type: TYPE,
  sequence: version,
});

/** Coarsely padded: how long an address is tells something. @param version with which the content was written */
export const sealContent = (
  keys: CaseKeys,
  id: string,
  version: number,
  content: ProtectionContent,
): string =>
  sealPart(requireKey(keys, protectionKey(id)), headerOf(id, version), content, 'coarse');

type Sealed = Pick<StoredProtection, 'id' | 'contentVersion' | 'content'>;

export const openContent = (
  keys: CaseKeys,
  { id, contentVersion, content }: Sealed,
): ProtectionContent =>
  openPart(requireKey(keys, protectionKey(id)), headerOf(id, contentVersion), content);

/**
 * Of a page, with one round trip to the key store; by the protections' ids.
 * @throws when one does not open: a register that leaves somebody out would be taken for the whole
 */
export async function openContents(
  store: KeyStore,
  protections: readonly Sealed[],
): Promise<ReadonlyMap<string, ProtectionContent>> {
  const parts = protections.map(({ id, contentVersion, content }) => ({
    jwe: content,
    expected: headerOf(id, contentVersion),
  }));
  const opened = await openParts<ProtectionContent>(store, parts, 'protection');
  return new Map(
    opened.map((part, index) => {
      if (part.state === 'opened') return [protections[index]!.id, part.content];
      throw part.state === 'refused' ? part.error : new Error('The key of a protection is gone.');
    }),
  );
}
