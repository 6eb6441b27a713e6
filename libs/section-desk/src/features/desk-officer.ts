import type { SectionName } from '@app/contracts';
import { may, reachesSection, wardsOf, type Access, type RecordAttributes } from '@app/auth';
import { Problem } from '@app/observability';
import type { Officer } from '../domain/action.decision.js';
import type { TaskRecord } from '../persistence/task-record.js';

/** Somebody who works at this section, and for which wards. */
export interface DeskOfficer extends Officer {
  readonly wards: readonly string[];
}

/** @throws Problem `not-found` for whoever works elsewhere: to them there is nothing here. */
export function officerAt(section: SectionName, access: Access): DeskOfficer {
  if (!reachesSection(access, section)) throw new Problem('not-found');
  const mayReleaseOthers = may(access, 'task.release-of-another');
  return { sub: access.sub, wards: wardsOf(access), mayReleaseOthers };
}

/** What the policy decides about a task by. */
export const attributesOf = (
  section: SectionName,
  { ward, status, claim, lifeEvent }: TaskRecord,
): RecordAttributes => ({ ward, section, status, claimedBy: claim?.by ?? null, lifeEvent });

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** @throws Problem `not-found` for what can be no task's id. */
export function requireTaskId(id: string): string {
  if (!UUID.test(id)) throw new Problem('not-found');
  return id;
}
