import type { ServiceName } from '@app/contracts';
import type { DataKey, KeyRef } from './data-key.js';
import type { KeyPurpose } from './key-purpose.js';

/** The keys that one call found. */
export interface CaseKeys {
  /** Undefined when the case was erased, or when nobody ever issued this key; `isErased` tells which. */
  find(ref: KeyRef): DataKey | undefined;
  isErased(caseId: string): boolean;
}

/** How the sweep asks a service which of its cases exist. It must read the primary, and answer for every id. */
export interface OrphanSweep {
  existing(caseIds: readonly string[]): Promise<Iterable<string>>;
}

/**
 * The data keys of the cases, as ONE service sees them: those in which it is writer or reader.
 * Every method throws `KeyStoreUnavailableError` when the store cannot be reached: the system's fault, try again.
 */
export interface KeyStore {
  /**
   * Makes the keys under which this service writes about these cases, or finds those that exist. To be called before
   * the writing transaction; repeating it gives the same keys. Keys of an erased case are absent. One round trip at most.
   */
  issue(
    pairs: readonly { caseId: string; reader: ServiceName }[],
    purpose: KeyPurpose,
  ): Promise<CaseKeys>;
  /**
   * Finds keys in which this service is writer or reader; erased and unknown ones are absent. One round trip at most,
   * which the key database logs with its purpose, as that of `issue`.
   */
  open(refs: readonly KeyRef[], purpose: KeyPurpose): Promise<CaseKeys>;
  /**
   * Destroys every key of the case for good, and with them whatever was sealed under them, wherever it lies. A record of
   * it stays, so that no key of this case is ever issued again. Repeating it changes nothing, and answers the same.
   * @returns how many keys there were
   * @throws KeyAccessError when this service is no party to the case
   */
  destroy(caseId: string): Promise<number>;
  /** Drops the case's keys from this process's memory; to be called on `case-erased`. */
  forget(caseId: string): void;
  /** Removes keys that this service issued over an hour ago for cases that never came to be; answers how many. */
  sweepOrphans(sweep: OrphanSweep): Promise<number>;
  close(): Promise<void>;
}
