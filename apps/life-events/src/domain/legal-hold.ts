/** Why a case may not be erased (消去の停止の理由): codes only, as these rows are neither sealed nor erased. */
export const LEGAL_HOLD_REASONS = {
  litigation: '訴訟 / litigation',
  appeal: '審査請求 / an appeal against a decision',
  disclosure: '開示・訂正等の請求 / a request for disclosure or correction',
  audit: '監査 / an audit',
  investigation: '調査・照会 / an investigation by an authority',
} as const;
export type LegalHoldReason = keyof typeof LEGAL_HOLD_REASONS;

/** One reason that keeps a case; a case may have several, and all of them must be released before it can be erased. */
export interface LegalHold {
  readonly id: string;
  readonly caseId: string;
  readonly reason: LegalHoldReason;
  readonly placedBy: string;
  readonly placedAt: Date;
  /** Who asked for the release, and who approved it; null while it holds. */
  readonly releasedBy: string | null;
  readonly releaseApprovedBy: string | null;
  readonly releasedAt: Date | null;
}
