import type { ActionRule } from '../action-rule.js';

/** What operators do by command (`npm run ops`) that two of them must want, and what auditors look up (`npm run audit`). */
export const OPERATIONS_ACTIONS = {
  'dead-letter.discard': {
    nameJa: '処理不能の記録を破棄する',
    nameEn: 'discard a dead letter, or a number that never came',
    grants: { operator: { reach: 'city', kinds: ['progress'] } },
    purpose: 'operation',
    within: 'npm run ops',
  },
  'delivery.look': {
    nameJa: '処理の滞りを調べる',
    nameEn: 'look at what is put aside or waits for approval',
    grants: { operator: { reach: 'city', kinds: ['progress'] } },
    purpose: 'operation',
    within: 'npm run ops',
  },
  'delivery.decide': {
    nameJa: '処理の再開・再送などを決める',
    nameEn: 'decide about what is put aside, or have events said again',
    grants: { operator: { reach: 'city', kinds: ['progress'] } },
    purpose: 'operation',
    within: 'npm run ops',
  },
  'access.search': {
    nameJa: '閲覧記録を調べる',
    nameEn: 'search the records of access',
    grants: { auditor: { reach: 'city', kinds: ['history'] } },
    purpose: 'audit',
    within: 'npm run audit',
  },
} as const satisfies Record<string, ActionRule>;
