import { PROTECTED_WARD, type SectionName, type TaskStatus } from '@app/contracts';
import type { Principal } from '../principal.js';
import type { Access } from './access.js';
import type { Grant } from './action-rule.js';
import { grantsOf } from './admit.js';
import type { DataKind } from './data-kinds.js';
import { POLICY } from './policy.js';

/** What decides about a record: only what the record has; an attribute that it lacks fits nobody who is bound by it. */
export interface RecordAttributes {
  /** `sub` of who filed it. */
  readonly owner?: string;
  readonly ward?: string;
  readonly section?: SectionName;
  readonly status?: TaskStatus;
  /** `sub` of who has claimed it. */
  readonly claimedBy?: string | null;
  readonly lifeEvent?: string;
}

/** Whether any of the caller's roles may do to this record what the access is for. To whom it does not, it is not there. */
export const permits = (
  access: Principal & Pick<Access, 'action'>,
  record: RecordAttributes,
): boolean => grantsOf(access, access.action).some((grant) => fits(grant, access, record));

/** Which kinds of data of this record the caller's roles see together; empty when it is not permitted. */
export function kindsOf(access: Access, record: RecordAttributes): ReadonlySet<DataKind> {
  const fitting = grantsOf(access, access.action).filter((grant) => fits(grant, access, record));
  return new Set(fitting.flatMap(({ kinds }) => kinds));
}

/** Kinds that some role sees by this action and that are not among `shown`: an answer names what it leaves out. */
export function withheldFrom({ action }: Access, shown: ReadonlySet<DataKind>): DataKind[] {
  const all = new Set(Object.values(POLICY[action].grants).flatMap(({ kinds }) => kinds));
  return [...all].filter((kind) => !shown.has(kind));
}

/**
 * The wards whose records the caller's roles reach: the token's, and for holders of `protected-persons` the one in which
 * records of protected persons lie. What a unit of work is opened with.
 */
export const wardsOf = ({ wards, roles }: Principal): readonly string[] =>
  roles.includes('protected-persons') ? [...wards, PROTECTED_WARD] : [...wards];

/** Whether the caller reaches every ward by this action; everybody else sees `wardsOf`. */
export const reachesCity = (access: Access): boolean =>
  grantsOf(access, access.action).some(({ reach }) => reach === 'city');

/** Whether there is anything at this section for the caller by this action. */
export const reachesSection = (access: Access, section: SectionName): boolean =>
  grantsOf(access, access.action).some(
    ({ reach }) => reach === 'city' || (reach === 'desk' && access.section === section),
  );

/** Records that a list may show besides the condition on wards: those that fit one of the conditions; all when null. */
export type ListCondition = Pick<Grant, 'states' | 'claimedStates' | 'lifeEvents'>;

export function listConditions(access: Access): readonly ListCondition[] | null {
  const grants = grantsOf(access, access.action);
  return grants.some(({ states, lifeEvents }) => !states && !lifeEvents) ? null : grants;
}

function fits(grant: Grant, caller: Principal, record: RecordAttributes): boolean {
  return (
    isReached(grant, caller, record) &&
    isInState(grant, caller, record) &&
    (grant.lifeEvents?.includes(record.lifeEvent ?? '') ?? true)
  );
}

function isReached({ reach }: Grant, caller: Principal, record: RecordAttributes): boolean {
  switch (reach) {
    case 'own':
      return record.owner === caller.sub;
    case 'desk':
      return isOwnWard(caller, record) && record.section === caller.section;
    case 'wards':
      return isOwnWard(caller, record);
    case 'city':
      return record.ward !== PROTECTED_WARD || isOwnWard(caller, record);
    case 'nothing':
      return false;
    default:
      return reach satisfies never;
  }
}

const isOwnWard = (caller: Principal, { ward }: RecordAttributes): boolean =>
  ward !== undefined && wardsOf(caller).includes(ward);

function isInState(grant: Grant, { sub }: Principal, record: RecordAttributes): boolean {
  const { states, claimedStates = [] } = grant;
  const { status, claimedBy } = record;
  if (states === undefined) return true;
  if (status === undefined) return false;
  return states.includes(status) || (claimedBy === sub && claimedStates.includes(status));
}
