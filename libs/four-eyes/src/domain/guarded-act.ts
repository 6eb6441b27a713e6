/**
 * What nobody does alone (ASVS 5.0, 2.3.5). The list is closed: a migration holds the table to it, so that a new one is
 * a decision with a date.
 */
export const GUARDED_ACTS = [
  'lift-protection',
  'bulk-export',
  'discard-dead-letter',
  'discard-gap',
  'destroy-keys',
  'release-hold',
] as const;
export type GuardedAct = (typeof GUARDED_ACTS)[number];

/** What people read. */
export const ACT_TEXTS: Readonly<Record<GuardedAct, string>> = {
  'lift-protection': '支援措置の解除 / Lifting of a protection',
  'bulk-export': '統計用データの一括出力 / Bulk export',
  'discard-dead-letter': '処理不能の記録の破棄 / Discarding of a dead letter',
  'discard-gap': '届かない番号の破棄 / Giving up of a number that never came',
  'destroy-keys': '鍵の破棄による消去 / Erasure by destroying the keys',
  'release-hold': '消去停止の解除 / Release of a legal hold',
};

/** Why: codes only. Free words may name a person, and this table is neither sealed nor ever erased. */
export const REASONS = {
  'lift-protection': ['person-asked', 'decision-ended', 'entered-by-mistake'],
  'bulk-export': ['statistics', 'audit', 'planning'],
  'discard-dead-letter': ['never-valid', 'settled-by-hand', 'superseded', 'writer-from-backup'],
  'discard-gap': ['lost-for-good', 'settled-by-hand', 'writer-from-backup'],
  'destroy-keys': ['person-asked', 'filed-by-mistake', 'ordered-by-law'],
  'release-hold': ['proceedings-ended', 'held-by-mistake'],
} as const satisfies Record<GuardedAct, readonly string[]>;

export const isReason = (act: GuardedAct, reason: string): boolean =>
  (REASONS[act] as readonly string[]).includes(reason);
