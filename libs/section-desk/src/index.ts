export { SectionDeskModule } from './section-desk.module.js';
export { sectionDefinition } from './section-definition.js';
export { sectionDeskEntities } from './persistence/entities.js';
export { sectionDeskMigrations } from './persistence/migrations/index.js';
