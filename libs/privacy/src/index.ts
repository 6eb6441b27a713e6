export type { DataKey, KeyRef } from './data-key.js';
export { developmentKeys } from './development-keys.js';
export type { DevelopmentKeys } from './development-keys.js';
export {
  CaseErasedError,
  KeyAccessError,
  KeyMissingError,
  KeyStoreUnavailableError,
} from './key-store.error.js';
export type { CaseKeys, KeyStore, OrphanSweep } from './key-store.js';
export { PostgresKeyStore } from './postgres-key-store.js';
export type { PostgresKeyStoreOptions } from './postgres-key-store.js';
export { KEY_DATABASE, provisionKeyDatabase } from './provision-key-database.js';
export type { KeyDatabaseLogin } from './provision-key-database.js';
export { SealError } from './seal.error.js';
export type { SealFault } from './seal.error.js';
export { headerOf, openPart, sealPart } from './seal.js';
export type { SealHeader } from './seal.js';
export { openParts, requireKey, sealable } from './sealed-parts.js';
export type { OpenedPart, SealableContent, StoredPart } from './sealed-parts.js';
export { readPrivateKey, readPublicKeys } from './service-keys.js';
export type { PublicKeys, ServiceKeys } from './service-keys.js';
