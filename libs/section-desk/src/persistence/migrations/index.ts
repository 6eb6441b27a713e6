import type { SectionName } from '@app/contracts';
import type { MigrationClass } from '@app/persistence';
import { createSectionDesk } from './1763810000000-create-section-desk.migration.js';
import { letOrdersReplan } from './1763820000000-let-orders-replan.migration.js';
import { leaveTombstones } from './1764110000000-leave-tombstones.migration.js';
import { letOrdersChangeWard } from './1764200000000-let-orders-change-ward.migration.js';

/** In the order in which they run; two branches that both add one meet here. Without those of messaging. */
export const sectionDeskMigrations = (section: SectionName): MigrationClass[] => [
  createSectionDesk(section),
  letOrdersReplan(section),
  leaveTombstones(section),
  letOrdersChangeWard(section),
];
