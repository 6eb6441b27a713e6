/** Kinds of data in our answers: what a role sees is granted, and what was seen is recorded, by these names. */
export const DATA_KINDS = {
  identity: ['氏名・生年月日・住所', 'names, dates of birth, addresses'],
  facts: ['世帯の事実', 'facts of the household'],
  words: ['申請者と職員の文章', 'what applicant and officers wrote'],
  circumstances: [
    '事情（質問、対象になり得る手続）',
    'open questions, offered and possible procedures',
  ],
  documents: ['添付書類', 'documents that were attached'],
  reference: ['受付番号', 'the reference number'],
  progress: ['手続の進み具合', 'status, deadlines and versions'],
  history: ['取扱いの経過', 'who did what and when'],
} as const satisfies Record<string, readonly [ja: string, en: string]>;
export type DataKind = keyof typeof DATA_KINDS;
