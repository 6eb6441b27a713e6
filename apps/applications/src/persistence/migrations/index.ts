import { CreateApplications1763700000000 } from './1763700000000-create-applications.migration.js';
import { LeaveTombstones1764110000000 } from './1764110000000-leave-tombstones.migration.js';
import { ForgetIdempotencyKeys1764160000000 } from './1764160000000-forget-idempotency-keys.migration.js';
import { NarrowIntake1763900000000 } from './1763900000000-narrow-intake.migration.js';
import { CloseApplicationsBySubject1764120000000 } from './1764120000000-close-applications-by-subject.migration.js';
import { AttachDocuments1764250000000 } from './1764250000000-attach-documents.migration.js';
import { KeepAccesses1764310000000 } from './1764310000000-keep-accesses.migration.js';
import { ProtectPersons1764200000000 } from './1764200000000-protect-persons.migration.js';

/** In the order in which they run; two branches that both add one meet here. */
export const applicationsMigrations = [
  CreateApplications1763700000000,
  NarrowIntake1763900000000,
  LeaveTombstones1764110000000,
  CloseApplicationsBySubject1764120000000,
  ForgetIdempotencyKeys1764160000000,
  ProtectPersons1764200000000,
  AttachDocuments1764250000000,
  KeepAccesses1764310000000,
];
