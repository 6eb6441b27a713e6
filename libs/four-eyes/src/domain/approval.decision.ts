import { APPROVAL_MOVES, isOpen } from './approval-moves.js';
import type { Approval, ApprovalState } from './approval.js';

export type ApprovalCommand = 'approve' | 'refuse' | 'use';

export interface Deciding {
  readonly command: ApprovalCommand;
  /** Sub of who decides. */
  readonly by: string;
  readonly at: Date;
  /** Until when an approval can be used. */
  readonly usableUntil: Date;
}

export type ApprovalRefusal =
  'own-approval' | 'approval-expired' | 'approval-ended' | 'not-approved';

export type ApprovalOutcome =
  | { readonly kind: 'moved'; readonly approval: Approval }
  /** The same person said the same before: nothing is to be done. */
  | { readonly kind: 'repeated'; readonly approval: Approval }
  /** `approval` is what it has become: one that ran out is to be written down as such. */
  | { readonly kind: 'refused'; readonly code: ApprovalRefusal; readonly approval: Approval };

/** Decides without clock or database. Whether `by` has the right at all is for the policy to say, before this. */
export function decideApproval(approval: Approval, deciding: Deciding): ApprovalOutcome {
  const now = asOf(approval, deciding.at);
  if (now.state === 'EXPIRED') return refused('approval-expired', now);
  switch (deciding.command) {
    case 'approve':
      return approve(now, deciding);
    case 'refuse':
      return refuse(now, deciding);
    case 'use':
      return use(now, deciding);
  }
}

/** What an approval is at this time: what nobody used in time has expired, written down or not. */
export function asOf(approval: Approval, at: Date): Approval {
  const late = isOpen(approval.state) && approval.expiresAt.getTime() <= at.getTime();
  return late ? moved(approval, 'EXPIRED', {}) : approval;
}

function approve(approval: Approval, { by, at, usableUntil }: Deciding): ApprovalOutcome {
  if (approval.requestedBy === by) return refused('own-approval', approval);
  if (approval.approvedBy === by) return { kind: 'repeated', approval };
  if (approval.state !== 'REQUESTED') return refused('approval-ended', approval);
  const change = { approvedBy: by, approvedAt: at, expiresAt: usableUntil };
  return { kind: 'moved', approval: moved(approval, 'APPROVED', change) };
}

/** Who asked may take it back the same way. */
function refuse(approval: Approval, { by, at }: Deciding): ApprovalOutcome {
  if (approval.refusedBy === by) return { kind: 'repeated', approval };
  if (approval.state !== 'REQUESTED') return refused('approval-ended', approval);
  return {
    kind: 'moved',
    approval: moved(approval, 'REFUSED', { refusedBy: by, refusedAt: at }),
  };
}

/** Only who asked uses what was approved, and once. */
function use(approval: Approval, { by, at }: Deciding): ApprovalOutcome {
  if (approval.state === 'REQUESTED' || approval.requestedBy !== by)
    return refused('not-approved', approval);
  if (approval.state !== 'APPROVED') return refused('approval-ended', approval);
  return done(approval, at);
}

/** An approved act that was carried out in the same breath. */
export const done = (approval: Approval, at: Date): ApprovalOutcome => ({
  kind: 'moved',
  approval: moved(approval, 'DONE', { doneAt: at }),
});

function moved(approval: Approval, state: ApprovalState, change: Partial<Approval>): Approval {
  if (!APPROVAL_MOVES[approval.state].includes(state))
    throw new Error(`An approval never goes from ${approval.state} to ${state}.`);
  return { ...approval, ...change, state };
}

const refused = (code: ApprovalRefusal, approval: Approval): ApprovalOutcome => ({
  kind: 'refused',
  code,
  approval,
});
