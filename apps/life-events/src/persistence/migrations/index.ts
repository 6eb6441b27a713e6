import { CreateCases1763700000000 } from './1763700000000-create-cases.migration.js';

/** In the order in which they run; two branches that both add one meet here. */
export const lifeEventsMigrations = [CreateCases1763700000000];
