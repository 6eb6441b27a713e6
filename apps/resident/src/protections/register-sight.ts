import { permits, reachesSection, requirePermitted, wardsOf, type Access } from '@app/auth';
import { PROTECTED_WARD } from '@app/contracts';
import { Problem } from '@app/observability';
import type { UnitOfWorkOptions } from '@app/persistence';

/** What the policy decides about every row of the register by. */
const ATTRIBUTES = { ward: PROTECTED_WARD, section: 'resident' } as const;

/** Whoever may not see protected persons sees an empty register. */
export const sightOf = (access: Access, keys: readonly string[] = []): UnitOfWorkOptions => ({
  ...{ role: 'api', keys },
  wards: [...wardsOf(access)],
});

/** @throws Problem `not-found` for whoever works elsewhere */
export function requireHere(access: Access): void {
  if (!reachesSection(access, 'resident')) throw new Problem('not-found');
}

/** @throws Problem `forbidden`: nothing that is stored decides about it, so nothing is told */
export function requireMayEnter(access: Access): void {
  if (!permits(access, ATTRIBUTES)) throw new Problem('forbidden');
}

/** @throws Problem `not-found` for whoever may not see protected persons: to them there is none */
export function requireMaySee(access: Access): void {
  requirePermitted(access, ATTRIBUTES);
}
