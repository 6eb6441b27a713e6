import type { SectionName } from '@app/contracts';
import type { Principal } from '@app/auth';
import { Problem } from '@app/observability';
import type { Officer } from '../domain/action.decision.js';

/** Somebody who works at this section, and for which wards. */
export interface DeskOfficer extends Officer {
  readonly wards: readonly string[];
}

/** @throws Problem `not-found` for whoever works elsewhere: to them there is nothing here. */
export function officerAt(section: SectionName, principal: Principal): DeskOfficer {
  if (principal.section !== section) throw new Problem('not-found');
  const { sub, wards, roles } = principal;
  return { sub, wards, supervisor: roles.includes('supervisor') };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** @throws Problem `not-found` for what can be no task's id. */
export function requireTaskId(id: string): string {
  if (!UUID.test(id)) throw new Problem('not-found');
  return id;
}
