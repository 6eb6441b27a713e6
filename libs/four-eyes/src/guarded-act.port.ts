import type { Action } from '@app/auth';
import type { SectionName } from '@app/contracts';
import type { Tx } from '@app/persistence';
import type { Approval } from './domain/approval.js';
import type { GuardedAct } from './domain/guarded-act.js';

/** How a service carries one guarded act out. Without `execute` who asked uses the approval later, with `Approvals.use`. */
export interface GuardedActPort {
  readonly act: GuardedAct;
  /** Who has the right to this action of the policy in the approval's ward may approve; and who asked had it, too. */
  readonly right: Action;
  /** Where the right is bound to a section. */
  readonly section?: SectionName;
  /** The cases that `execute` will write: locked before the transaction does anything. */
  keys?(approval: Approval): Promise<readonly string[]>;
  /** In the transaction that approves: both happen, or neither. Throws to refuse; the request then stays open. */
  execute?(tx: Tx, approval: Approval): Promise<void>;
}
