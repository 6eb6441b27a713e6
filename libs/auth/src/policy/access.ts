import type { Principal } from '../principal.js';
import type { Action } from './policy.js';
import type { Purpose } from './purposes.js';
import type { Role } from './roles.js';

/** A caller who was admitted to an action: who, what, as what, and why. All that an access record says about the caller. */
export interface Access extends Principal {
  readonly action: Action;
  /** The first of the caller's roles, in the order of `ROLES`, that the action admits. */
  readonly role: Role;
  readonly purpose: Purpose;
}
