/** The states of a task (所管課タスク); the moves between them are `TASK_MOVES` of the section desk. */
export const TASK_STATUSES = [
  'WAITING_PREDECESSOR',
  'RECEIVED',
  'IN_REVIEW',
  'RETURNED',
  'AT_CENTRE',
  'DECIDED',
  'DELIVERED',
  'REJECTED',
  'WITHDRAWN',
] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];

/** The states of a case (案件). */
export const CASE_STATUSES = [
  'OPEN',
  'ACTION_NEEDED',
  'ON_HOLD',
  'WITHDRAWING',
  'CLOSED',
  'WITHDRAWN',
] as const;
export type CaseStatus = (typeof CASE_STATUSES)[number];

/** Why a task is held: only a supervisor's resolution, or a release, lets it go on. */
export const HOLD_REASONS = ['predecessor-rejected', 'superseded'] as const;
export type HoldReason = (typeof HOLD_REASONS)[number];

export const WITHDRAW_REASONS = [
  'citizen-request',
  'predecessor-withdrawn',
  'superseded',
  'resolution',
] as const;
export type WithdrawReason = (typeof WITHDRAW_REASONS)[number];

export const REQUIREMENTS = ['required', 'offered'] as const;
export type TaskRequirement = (typeof REQUIREMENTS)[number];

export const VISIT_BASES = ['law', 'physical-card', 'consultation', 'none'] as const;
export type VisitBasis = (typeof VISIT_BASES)[number];

export const FILING_CLASSES = ['citizen', 'deemed'] as const;
export type TaskFiling = (typeof FILING_CLASSES)[number];

/** How far a citizen's wish to withdraw has come. */
export const WITHDRAWAL_STATES = [
  'none',
  'requested',
  'partly-refused',
  'refused',
  'done',
] as const;
export type WithdrawalState = (typeof WITHDRAWAL_STATES)[number];
