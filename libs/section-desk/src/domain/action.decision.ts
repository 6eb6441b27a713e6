import type { TaskStatus } from '@app/contracts';
import { isSuppressed } from './suppression.rule.js';
import { canMove, changed, move, type Claim, type Task } from './task.js';

/** A claim (担当) holds this long and is renewed by claiming again. */
export const CLAIM_MINUTES = 15;

/** Who acts. */
export interface Officer {
  readonly sub: string;
  /** The claims of others, too: a supervisor (係長). */
  readonly mayReleaseOthers: boolean;
}

export type OfficerAction =
  | { readonly kind: 'claim' }
  | { readonly kind: 'release' }
  | { readonly kind: 'return'; readonly items: readonly string[] }
  | { readonly kind: 'centre' }
  | { readonly kind: 'accept' }
  | { readonly kind: 'reject' }
  | { readonly kind: 'deliver' };
export type ActionKind = OfficerAction['kind'];

export type RefusalCode =
  'illegal-move' | 'not-claimed' | 'claimed-by-other' | 'task-held' | 'suppressed-person';

export type ActionOutcome =
  | { readonly kind: 'changed'; readonly task: Task }
  /** The officer's claim was renewed: the same version, nothing to tell anybody. */
  | { readonly kind: 'renewed'; readonly task: Task }
  | { readonly kind: 'refused'; readonly code: RefusalCode };

const TARGETS: Readonly<Record<ActionKind, TaskStatus>> = {
  claim: 'IN_REVIEW',
  release: 'RECEIVED',
  return: 'RETURNED',
  centre: 'AT_CENTRE',
  accept: 'DECIDED',
  reject: 'REJECTED',
  deliver: 'DELIVERED',
};
const ACTIONS = Object.keys(TARGETS) as ActionKind[];

/** Whether the state allows the action, whoever acts. Only claiming and delivering begin outside a review. */
function stateAllows(task: Task, action: ActionKind): boolean {
  if (action === 'claim') return task.status === 'IN_REVIEW' || isClaimable(task);
  if (action === 'deliver') return canMove(task, 'DELIVERED');
  return task.status === 'IN_REVIEW' && canMove(task, TARGETS[action]);
}

/** A waiting task is not: it may be prepared, not worked on. Claiming at the centre (センター) brings the task back. */
const isClaimable = (task: Task): boolean => canMove(task, 'IN_REVIEW');

const heldBack = ({ held }: Task, action: ActionKind): boolean =>
  held !== null && (action === 'accept' || action === 'reject');

const ENDS: readonly ActionKind[] = ['accept', 'reject', 'deliver'];

const suppressed = (task: Task, action: ActionKind): boolean =>
  ENDS.includes(action) && isSuppressed(task);

/** What can be done with the task as it stands, whoever does it. */
export const allowedActions = (task: Task): ActionKind[] =>
  ACTIONS.filter(
    (action) => stateAllows(task, action) && !heldBack(task, action) && !suppressed(task, action),
  );

const holds = (claim: Claim | null, now: Date): claim is Claim =>
  claim !== null && claim.until.getTime() > now.getTime();

/** A claim that ran out counts for nobody, not for who made it either. */
function claimRefusal(task: Task, action: ActionKind, by: Officer, now: Date): RefusalCode | null {
  if (action === 'deliver') return null;
  if (action === 'release' && by.mayReleaseOthers) return null;
  if (!holds(task.claim, now)) return action === 'claim' ? null : 'not-claimed';
  return task.claim.by === by.sub ? null : 'claimed-by-other';
}

function refusalOf(task: Task, action: ActionKind, by: Officer, now: Date): RefusalCode | null {
  if (!stateAllows(task, action)) return 'illegal-move';
  const refusal = claimRefusal(task, action, by, now);
  if (refusal !== null) return refusal;
  if (suppressed(task, action)) return 'suppressed-person';
  return heldBack(task, action) ? 'task-held' : null;
}

function claim(task: Task, by: Officer, now: Date): ActionOutcome {
  const mine = { by: by.sub, until: new Date(now.getTime() + CLAIM_MINUTES * 60_000) };
  if (task.status !== 'IN_REVIEW')
    return { kind: 'changed', task: move(task, 'IN_REVIEW', { claim: mine }) };
  if (task.claim?.by === by.sub) return { kind: 'renewed', task: { ...task, claim: mine } };
  return { kind: 'changed', task: changed(task, { claim: mine }) };
}

/**
 * What an officer's action does to a task; a refusal changes nothing.
 * @param now the database's clock, the only one that claims are measured by
 */
export function decideAction(
  task: Task,
  action: OfficerAction,
  by: Officer,
  now: Date,
): ActionOutcome {
  const code = refusalOf(task, action.kind, by, now);
  if (code !== null) return { kind: 'refused', code };
  switch (action.kind) {
    case 'claim':
      return claim(task, by, now);
    case 'return':
      return {
        kind: 'changed',
        task: move(task, 'RETURNED', { returnedItems: [...new Set(action.items)] }),
      };
    case 'release':
    case 'centre':
    case 'accept':
    case 'reject':
    case 'deliver':
      return { kind: 'changed', task: move(task, TARGETS[action.kind]) };
    default:
      return action satisfies never;
  }
}
