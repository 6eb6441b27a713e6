/** Why somebody looks at or changes something: the closed list that the header `Madoguchi-Purpose` takes. */
export const PURPOSES = {
  'own-procedure': ['本人の手続', 'one’s own procedure'],
  reception: ['受付・相談', 'reception and advice'],
  review: ['審査', 'review'],
  decision: ['決定', 'decision'],
  delivery: ['交付', 'delivery'],
  'centre-work': ['処理センターの事務', 'work of the centre'],
  supervision: ['進行管理', 'supervision'],
  'ward-transfer': ['区間異動', 'a move between wards'],
  protection: ['支援措置', 'protection of a person'],
  enquiry: ['本人からの問合せ', 'an enquiry of the person'],
  disclosure: ['開示請求', 'a request for disclosure'],
  operation: ['システム運用', 'running the system'],
  statistics: ['統計', 'statistics'],
  audit: ['監査', 'audit'],
  'rule-work': ['ルール管理', 'work on the rules'],
} as const satisfies Record<string, readonly [ja: string, en: string]>;
export type Purpose = keyof typeof PURPOSES;

export const purposeIn = (text: string): Purpose | undefined =>
  Object.hasOwn(PURPOSES, text) ? (text as Purpose) : undefined;
