import type { SectionName } from '../event-contract.js';

/** Where life-events commands a section. */
export const taskTopic = (section: SectionName): string => `madoguchi.${section}.task.v1`;
/** Where a section says what became of its tasks. */
export const statusTopic = (section: SectionName): string => `madoguchi.${section}.status.v1`;
