import { OWN, type ActionRule } from '../action-rule.js';
import type { DataKind } from '../data-kinds.js';
import { CARD, FILING } from '../levels-of-assurance.js';

const STATUS: readonly DataKind[] = ['progress', 'reference', 'words', 'circumstances'];

const mine = (
  nameJa: string,
  nameEn: string,
  kinds: readonly DataKind[],
  level = CARD,
): ActionRule => ({
  nameJa,
  nameEn,
  grants: { citizen: OWN(kinds) },
  level,
  purpose: 'own-procedure',
});

/** What citizens do with their own applications (申請). */
export const APPLICATION_ACTIONS = {
  'application.submit': mine(
    '申請する',
    'file an application',
    ['identity', 'facts', 'words'],
    FILING,
  ),
  'application.read': mine('申請の状況を見る', 'read its status', STATUS),
  'application.follow': mine('申請の状況を続けて受け取る', 'follow its status', STATUS),
  'application.accesses': mine('だれが見たかを確かめる', 'see who looked at it, and why', [
    'history',
  ]),
  'application.correct': mine('補正する', 'answer a return', ['facts', 'words']),
  'application.withdraw': mine('申請を取り下げる', 'withdraw it', ['progress']),
} as const satisfies Record<string, ActionRule>;
