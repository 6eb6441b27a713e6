import type { Principal } from '../principal.js';
import type { Access } from './access.js';
import type { ActionRule, Grant } from './action-rule.js';
import { levelSuffices, type LevelOfAssurance } from './levels-of-assurance.js';
import { POLICY, type Action } from './policy.js';
import { purposeIn, type Purpose } from './purposes.js';
import { ROLES, type Role } from './roles.js';

export type Refusal =
  | { readonly code: 'forbidden' | 'purpose-missing' | 'purpose-unknown' }
  | { readonly code: 'assurance-too-low'; readonly least: LevelOfAssurance };

export type Admission =
  { readonly access: Access; readonly refusal?: never } | { readonly refusal: Refusal };

/**
 * Whether the caller may ask for the action at all. Which records it then reaches, `permits` says: the answer here depends
 * on nothing that is stored, so that a refusal tells nothing about what exists.
 * @param stated the purpose as the caller stated it
 */
export function admit(principal: Principal, action: Action, stated?: string): Admission {
  const rule = POLICY[action];
  const role = ROLES.find((one) => principal.roles.includes(one) && rule.grants[one]);
  if (role === undefined) return { refusal: { code: 'forbidden' } };
  const low = role === 'citizen' && levelRefusal(rule, principal.loa);
  if (low) return { refusal: low };
  const purpose = purposeOf(rule, role, stated);
  return typeof purpose === 'string'
    ? { access: { ...principal, action, role, purpose } }
    : { refusal: purpose };
}

/** What is missing for a filing of this life event, on top of what the action asks of everybody. Null when nothing is. */
export function levelRefusalFor({ role, loa, action }: Access, lifeEvent: string): Refusal | null {
  const least = POLICY[action].level?.forLifeEvents?.[lifeEvent];
  if (role !== 'citizen' || least === undefined || levelSuffices(loa, least)) return null;
  return { code: 'assurance-too-low', least };
}

/** What the caller's roles grant by the action, in the order of `ROLES`; never empty for an access. */
export const grantsOf = ({ roles }: Principal, action: Action): readonly Grant[] =>
  ROLES.flatMap((role) => {
    const grant = roles.includes(role) ? POLICY[action].grants[role] : undefined;
    return grant ? [grant] : [];
  });

/** Whether one of the caller's roles may do what is asked within another action. */
export const may = (principal: Principal, action: Action): boolean =>
  grantsOf(principal, action).length > 0;

function levelRefusal({ level }: ActionRule, loa: LevelOfAssurance): Refusal | null {
  if (level === undefined || levelSuffices(loa, level.least)) return null;
  return { code: 'assurance-too-low', least: level.least };
}

/** A citizen's purpose is always their own procedure: there is nothing to state. */
function purposeOf(rule: ActionRule, role: Role, stated?: string): Purpose | Refusal {
  if (role === 'citizen') return 'own-procedure';
  if (stated !== undefined) return purposeIn(stated) ?? { code: 'purpose-unknown' };
  if (rule.purposeMustBeStated) return { code: 'purpose-missing' };
  return usual(rule, role);
}

const usual = (rule: ActionRule, role: Role): Purpose => rule.grants[role]?.purpose ?? rule.purpose;

/** What the action is for when whoever acts in this role states nothing. */
export const usualPurpose = (action: Action, role: string): Purpose =>
  usual(POLICY[action], role as Role);
