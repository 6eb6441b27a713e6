import { SECTIONS, type ServiceName } from '@app/contracts';
import type { CaseKeys, KeyPurpose, KeyRef, KeyStore } from '@app/privacy';

const SELF = 'life-events';

type Pair = { readonly caseId: string; readonly reader: ServiceName };

/** What life-events may have to write about a case: for each section, for the citizen's side. */
export const sectionPairs = (caseId: string): Pair[] =>
  SECTIONS.map((reader) => ({ caseId, reader }));
export const citizenPair = (caseId: string): Pair => ({ caseId, reader: 'applications' });
/** What life-events keeps for itself alone. */
export const ownPair = (caseId: string): Pair => ({ caseId, reader: SELF });

export const filingRef = (caseId: string): KeyRef => ({
  caseId,
  writer: 'applications',
  reader: SELF,
});
export const noteRefs = (caseId: string): KeyRef[] =>
  SECTIONS.map((writer) => ({ caseId, writer, reader: SELF }));

/** Keys to write with and keys to read with, of a whole chunk, at the price of one round trip. */
export async function fetchKeys(
  store: KeyStore,
  write: readonly Pair[],
  read: readonly KeyRef[],
  purpose: KeyPurpose,
): Promise<CaseKeys> {
  const [issued, opened] = await Promise.all([
    store.issue(write, purpose),
    store.open(read, purpose),
  ]);
  return {
    find: (ref) => issued.find(ref) ?? opened.find(ref),
    isErased: (caseId) => issued.isErased(caseId) || opened.isErased(caseId),
  };
}
