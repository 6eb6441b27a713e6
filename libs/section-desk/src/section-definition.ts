import type { SectionName } from '@app/contracts';
import type { ServiceDefinition } from '@app/service-host';
import { sectionDeskMigrations } from './persistence/migrations/index.js';
import { ORDERS_HANDLER } from './section-desk.module.js';

/** What a process must know to host a section; the app adds its title and its module. */
export const sectionDefinition = (
  section: SectionName,
  own: Pick<ServiceDefinition, 'title' | 'description' | 'module'>,
): ServiceDefinition => ({
  ...own,
  service: section,
  migrations: sectionDeskMigrations(section),
  handlers: [ORDERS_HANDLER],
});
