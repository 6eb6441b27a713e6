import { WARDS, type ActionRule, type Grant } from '../action-rule.js';
import type { DataKind } from '../data-kinds.js';

const STATE: readonly DataKind[] = ['progress', 'history'];
const supervisor = WARDS(STATE, 'supervision');
const operator: Grant = { reach: 'city', kinds: STATE, purpose: 'operation' };
const auditor: Grant = { reach: 'city', kinds: STATE, purpose: 'audit' };

const deciding = (nameJa: string, nameEn: string): ActionRule => ({
  nameJa,
  nameEn,
  grants: { supervisor, operator, auditor },
  purpose: 'supervision',
});

/** Approvals by a second person (二人による確認). Who may approve which act, that act itself says (`libs/four-eyes`). */
export const APPROVAL_ACTIONS = {
  'approval.list': deciding('承認待ちの一覧を見る', 'list what waits for a second person'),
  'approval.read': deciding('承認の状態を見る', 'read an approval'),
  'approval.approve': deciding('承認する', 'approve'),
  'approval.refuse': deciding('承認しない', 'refuse, or take back'),
} as const satisfies Record<string, ActionRule>;
