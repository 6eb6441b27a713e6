export { Audit, type AuditOptions } from './audit.js';
export { AnchorFolder, type AnchorStore } from './anchor/anchor-store.js';
export {
  anchorPublicKeyFile,
  makeAnchorKey,
  readAnchorKey,
  readAnchorPublicKeys,
  type AnchorKey,
} from './anchor/anchor-keys.js';
export type { AnchoringOptions } from './anchor/anchoring.js';
export { AccessContext, currentAccess, withinAccess } from './context/access-context.js';
export { endKeeping, NotSealedError } from './keeping/end-keeping.js';
export { firstKeptYear, startOf } from './keeping/kept-records.js';
export { auditMigrations } from './migrations/index.js';
export type { AccessRow, Accessor, Outcome, Touched } from './record/access.js';
export { AccessRecorder } from './record/access-recorder.js';
export { searchAccesses, recordAccess, type AccessQuery } from './search/search-accesses.js';
export type { StoredAccess } from './seal/stored-access.js';
export { sentenceOf, type Finding } from './verify/finding.js';
export { verifyAccesses, type Verification } from './verify/verify-accesses.js';
