import type { GuardedAct } from './guarded-act.js';

export const APPROVAL_STATES = ['REQUESTED', 'APPROVED', 'DONE', 'REFUSED', 'EXPIRED'] as const;
export type ApprovalState = (typeof APPROVAL_STATES)[number];

/** One request that a second person must approve. Subs of staff and codes; nothing of a citizen. */
export interface Approval {
  readonly id: string;
  readonly act: GuardedAct;
  /** What the act is done to: a case, a protection, an export, a parked record. */
  readonly subjectId: string;
  /** Whose wards' staff may see it; `CITY_WIDE` for what belongs to no ward. */
  readonly ward: string;
  /** A code of `REASONS`. */
  readonly reason: string;
  readonly state: ApprovalState;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  /** Of a request: until when it can be approved; of an approval: until when it can be used. */
  readonly expiresAt: Date;
  readonly approvedBy: string | null;
  readonly approvedAt: Date | null;
  readonly refusedBy: string | null;
  readonly refusedAt: Date | null;
  readonly doneAt: Date | null;
}

/** The pseudo-ward of what belongs to no ward; seen by those who may approve something of the whole city. */
export const CITY_WIDE = 'city';
