import type { Correction, Filing } from '@app/contracts';
import { openPart, requireKey, type CaseKeys } from '@app/privacy';
import { filingRef } from '../../cases/case-keys.js';
import { corrected, readFiling, type FiledContent } from '../../cases/filed-content.js';
import type { FilingPart, LoadedCase } from '../../persistence/load-cases.repository.js';

/** What was filed for a case as it stands now, or why it cannot be read. */
export type StoredFiling = { readonly filed: FiledContent } | { readonly error: unknown };

function open<T>(keys: CaseKeys, caseId: string, part: FilingPart): T {
  const { type, sequence, jwe } = part;
  const header = { ...filingRef(caseId), type, sequence };
  return openPart<T>(requireKey(keys, header), header, jwe);
}

function standing(keys: CaseKeys, { stored, filings }: LoadedCase): FiledContent {
  const { state } = stored;
  const [first, ...later] = filings;
  if (first === undefined) throw new Error('The case has no filing.');
  const filed = readFiling(open<Filing>(keys, state.caseId, first), state);
  const replacing = later.filter((part) => part.bringsRequest || part.bringsIdentities);
  const corrections = replacing.map((part) => open<Correction>(keys, state.caseId, part));
  return corrections.reduce((content, next) => corrected(content, next, state), filed);
}

/** Opens what was filed for the cases that were loaded with it; one unreadable filing concerns its own case only. */
export function standingFilings(
  keys: CaseKeys,
  loaded: readonly LoadedCase[],
): Map<string, StoredFiling> {
  const withFilings = loaded.filter(({ filings }) => filings.length > 0);
  const entries = withFilings.map((one): [string, StoredFiling] => {
    const { caseId } = one.stored.state;
    try {
      return [caseId, { filed: standing(keys, one) }];
    } catch (error) {
      return [caseId, { error }];
    }
  });
  return new Map(entries);
}
