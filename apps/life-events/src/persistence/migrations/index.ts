import { CreateCases1763700000000 } from './1763700000000-create-cases.migration.js';
import { IndexCasesByStatus1763720000000 } from './1763720000000-index-cases-by-status.migration.js';
import { CreateInterviews1764000000000 } from './1764000000000-create-interviews.migration.js';
import { EraseCases1764110000000 } from './1764110000000-erase-cases.migration.js';
import { CreateCaseExports1764150000000 } from './1764150000000-create-case-exports.migration.js';
import { ProtectPersons1764200000000 } from './1764200000000-protect-persons.migration.js';
import { ReleaseLegalHolds1764300000000 } from './1764300000000-release-legal-holds.migration.js';

/** In the order in which they run; two branches that both add one meet here. */
export const lifeEventsMigrations = [
  CreateCases1763700000000,
  IndexCasesByStatus1763720000000,
  CreateInterviews1764000000000,
  EraseCases1764110000000,
  CreateCaseExports1764150000000,
  ProtectPersons1764200000000,
  ReleaseLegalHolds1764300000000,
];
