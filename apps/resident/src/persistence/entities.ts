import { sectionDeskEntities } from '@app/section-desk';
import { ProtectionEntity } from './protection.entity.js';

/** For the check that entities and schema agree, and for reads by administrators. */
export const residentEntities = [...sectionDeskEntities, ProtectionEntity];
