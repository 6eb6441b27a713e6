import { sectionDeskMigrations } from '@app/section-desk';
import { CreateProtections1764500000000 } from './1764500000000-create-protections.migration.js';

/** In the order in which they run; two branches that both add one meet here. */
export const residentMigrations = [
  ...sectionDeskMigrations('resident'),
  CreateProtections1764500000000,
];
