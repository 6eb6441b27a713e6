import { CreateCases1763700000000 } from './1763700000000-create-cases.migration.js';
import { IndexCasesByStatus1763720000000 } from './1763720000000-index-cases-by-status.migration.js';
import { CreateInterviews1764000000000 } from './1764000000000-create-interviews.migration.js';

/** In the order in which they run; two branches that both add one meet here. */
export const lifeEventsMigrations = [
  CreateCases1763700000000,
  IndexCasesByStatus1763720000000,
  CreateInterviews1764000000000,
];
