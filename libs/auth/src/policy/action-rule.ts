import type { TaskStatus } from '@app/contracts';
import type { DataKind } from './data-kinds.js';
import type { NeededLevel } from './levels-of-assurance.js';
import type { Purpose } from './purposes.js';
import type { Role } from './roles.js';

/**
 * Whose records a role reaches: `own` = what the caller filed; `desk` = of the caller's section and wards; `wards` = of the
 * caller's wards, whatever the section; `city` = all; `nothing` = the action touches no record.
 */
export type Reach = 'own' | 'desk' | 'wards' | 'city' | 'nothing';

/** What one role may do by an action. */
export interface Grant {
  readonly reach: Reach;
  /** Only records in one of these states; in any state when absent. */
  readonly states?: readonly TaskStatus[];
  /** Besides `states`: records in these states that the caller has claimed. */
  readonly claimedStates?: readonly TaskStatus[];
  /** Only records of these life events; of all when absent. */
  readonly lifeEvents?: readonly string[];
  /** What of the record the role sees; the rest is withheld. */
  readonly kinds: readonly DataKind[];
  /** Instead of the action's own. */
  readonly purpose?: Purpose;
}

/** Everything that decides about one action. Pure data; the functions beside it read it. */
export interface ActionRule {
  readonly nameJa: string;
  readonly nameEn: string;
  readonly grants: Readonly<Partial<Record<Role, Grant>>>;
  /** What a citizen's log-in must show; nothing is asked of staff. */
  readonly level?: NeededLevel;
  /** Taken to be the purpose when none is stated. */
  readonly purpose: Purpose;
  /** Without a stated purpose it is refused. */
  readonly purposeMustBeStated?: true;
  /** No route of its own: asked inside of another action. */
  readonly within?: string;
}

export const OWN = (kinds: readonly DataKind[]): Grant => ({ reach: 'own', kinds });
export const DESK = (kinds: readonly DataKind[], purpose: Purpose): Grant => ({
  reach: 'desk',
  kinds,
  purpose,
});
export const WARDS = (kinds: readonly DataKind[], purpose: Purpose): Grant => ({
  reach: 'wards',
  kinds,
  purpose,
});
