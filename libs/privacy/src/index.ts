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
export { indexesOfPersons, indexesThatName, paddingIn } from './indexes-of-persons.js';
export type { KnownPerson } from './indexes-of-persons.js';
export { PersonIndex, personIndexKey, readPersonIndexKey } from './person-index.js';
export type { IndexedPerson } from './person-index.js';
export { PostgresKeyStore } from './postgres-key-store.js';
export type { PostgresKeyStoreOptions } from './postgres-key-store.js';
export type { Padding } from './padding.js';
export { KEY_DATABASE, provisionKeyDatabase } from './provision-key-database.js';
export type { KeyDatabaseLogin } from './provision-key-database.js';
export { SealError } from './seal.error.js';
export type { SealFault } from './seal.error.js';
export { headerOf, openPart, sealPart } from './seal.js';
export { PIECE_BYTES, openBytes, sealBytes } from './sealed-bytes.js';
export type { SealHeader } from './seal.js';
export { openParts, requireKey, sealable } from './sealed-parts.js';
export type { OpenedPart, SealableContent, StoredPart } from './sealed-parts.js';
export { privateKeysText, publicKeysText } from './service-keys.js';
export type { ServiceKeys, StaticKeys } from './service-keys.js';
export { HeldAgreement, fileAgreement } from './agreement/held-agreement.js';
export { AgentAgreement } from './agreement/agent-agreement.js';
export { startKeyAgent } from './agreement/key-agent.js';
export { fleetingKeys } from './fleeting-keys.js';
export type { KeyAgreement } from './agreement/key-agreement.port.js';
export type { KeyPurpose } from './key-purpose.js';
export { keyedHash, ownSecret } from './own-secret.js';
export {
  RotationOrderError,
  activateNewestVersion,
  formerVersions,
  publishNextVersion,
  removeVersion,
} from './rotation/key-files.js';
export type { KeyFiles } from './rotation/key-files.js';
export { rewrapKeys } from './rotation/rewrap-keys.js';
export { RotationDatabase } from './rotation/rotation-database.js';
export { BackupRefusedError } from './backup/backup-format.js';
export { backupKeys, expireBackups } from './backup/backup-keys.js';
export type { KeyBackup } from './backup/backup-keys.js';
export { restoreKeys } from './backup/restore-keys.js';
export type { RestoredKeys } from './backup/restore-keys.js';
