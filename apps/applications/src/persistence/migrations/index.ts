import { CreateApplications1763700000000 } from './1763700000000-create-applications.migration.js';
import { NarrowIntake1763900000000 } from './1763900000000-narrow-intake.migration.js';

/** In the order in which they run; two branches that both add one meet here. */
export const applicationsMigrations = [CreateApplications1763700000000, NarrowIntake1763900000000];
