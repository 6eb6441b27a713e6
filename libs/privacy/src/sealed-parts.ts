import type { DataKey } from './data-key.js';
import type { KeyPurpose } from './key-purpose.js';
import { CaseErasedError, KeyMissingError } from './key-store.error.js';
import type { CaseKeys, KeyStore } from './key-store.js';
import type { Padding } from './padding.js';
import { SealError } from './seal.error.js';
import { headerOf, openPart, sealPart } from './seal.js';
import type { SealHeader } from './seal.js';

/** Content that the outbox can seal once it knows the sequence; has the shape of messaging's `SealablePart`. */
export interface SealableContent {
  seal(header: SealHeader): string;
}

/**
 * Binds content to keys that were fetched before the transaction.
 * `seal` throws CaseErasedError or KeyMissingError when `keys` does not hold the key that the header asks for.
 */
export function sealable(
  keys: CaseKeys,
  content: object,
  padding: Padding = 'fine',
): SealableContent {
  return {
    seal: (header) => sealPart(requireKey(keys, header), header, content, padding),
  };
}

/** The key, or the typed error that says why there is none. */
export function requireKey(
  keys: CaseKeys,
  ref: Pick<SealHeader, 'caseId' | 'writer' | 'reader'>,
): DataKey {
  const key = keys.find(ref);
  if (key) return key;
  throw keys.isErased(ref.caseId) ? new CaseErasedError(ref.caseId) : new KeyMissingError(ref);
}

/** A stored part, with whatever the row knows about it; what it does not know is taken from the part's own header. */
export interface StoredPart {
  readonly jwe: string;
  readonly expected: Partial<SealHeader> & Pick<SealHeader, 'caseId'>;
}

export type OpenedPart<T> =
  | { readonly state: 'opened'; readonly content: T }
  | { readonly state: 'erased' }
  | { readonly state: 'refused'; readonly error: SealError | KeyMissingError };

/**
 * Opens a page or a chunk of stored parts with one round trip for all keys; answers are in the order of `parts`.
 * One bad part refuses only itself. Throws KeyStoreUnavailableError only.
 */
export async function openParts<T>(
  store: KeyStore,
  parts: readonly StoredPart[],
  purpose: KeyPurpose,
): Promise<OpenedPart<T>[]> {
  const headers = parts.map(({ jwe, expected }) =>
    attempt(() => ({ ...headerOf(jwe), ...expected })),
  );
  const keys = await store.open(
    headers.filter((header): header is SealHeader => !(header instanceof SealError)),
    purpose,
  );
  return headers.map((header, index) => openOne<T>(keys, header, parts[index]!.jwe));
}

function openOne<T>(keys: CaseKeys, header: SealHeader | SealError, jwe: string): OpenedPart<T> {
  if (header instanceof SealError) return { state: 'refused', error: header };
  try {
    return { state: 'opened', content: openPart<T>(requireKey(keys, header), header, jwe) };
  } catch (error) {
    if (error instanceof CaseErasedError) return { state: 'erased' };
    if (error instanceof SealError || error instanceof KeyMissingError)
      return { state: 'refused', error };
    throw error;
  }
}

function attempt(read: () => SealHeader): SealHeader | SealError {
  try {
    return read();
  } catch (error) {
    if (error instanceof SealError) return error;
    throw error;
  }
}
