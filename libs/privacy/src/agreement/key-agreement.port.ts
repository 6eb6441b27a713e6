import type { ServiceName } from '@app/contracts';

/** Versions of a service's key pair: those that may be read with, and the one that new keys are wrapped with. */
export interface PublishedVersions {
  readonly current: number;
  readonly versions: ReadonlySet<number>;
}

/** One version of our key pair and one of a partner's, which may be ourselves. */
export interface PairVersions {
  readonly mine: number;
  readonly partner: ServiceName;
  readonly theirs: number;
}

/**
 * What a service's private keys are needed for, wherever they are (a key management service's place): agreeing with each
 * other service on a key-encryption key. It is asked once per pair of versions, never per case.
 */
export interface KeyAgreement {
  readonly service: ServiceName;
  /** Versions whose private half is there. */
  readonly held: ReadonlySet<number>;
  /** What every service has published, as last read. */
  readonly published: ReadonlyMap<ServiceName, PublishedVersions>;
  /**
   * The 32 bytes that both ends come to, and nobody else: HKDF-SHA256 (RFC 5869) over X25519 (RFC 7748).
   * @throws KeyStoreUnavailableError when a version is not there, or whoever holds the keys cannot be asked
   */
  pairKey(pair: PairVersions): Promise<Buffer>;
  /** Looks again at what is held and published; what was known stays when that fails. */
  reload(): Promise<void>;
}
