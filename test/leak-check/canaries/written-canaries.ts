import type { Canary } from './canary.js';

/** What people write to each other about a case, in the fields that are for it. */
export const WRITTEN = {
  /** An officer asks, the citizen is shown it. */
  question: '鶺鴒の口座をお知らせください（ｾｷﾚｲ様）',
  /** The citizen answers, the section is shown it. */
  answer: '鶺鴒銀行 架空支店 普通 ７３９１８４０-5518627',
  /** An officer rejects. */
  rejection: '届書の鳳凰欄に不備があります。',
} as const;

/** Why a supervisor lets a held task go on, or not: kept, and shown nowhere yet. */
export const RESOLUTION = '鸚鵡返しのため取り下げる';

/** What stands in a file that was attached: sealed, and shown to nobody without a scanner. */
export const ATTACHED = '鶚の診断書 架空医院';

/** What is said in the wrong place: unknown fields, paths, queries, headers, bodies that are no JSON. */
export const MISPLACED = {
  fieldName: '鴉氏名欄外',
  fieldValue: '鴉田欄外太郎',
  path: '鴛鴦経路太郎',
  query: '鴛鴦照会花子',
  header: 'kanaria-header-Zluta-4d1c',
  brokenJson: '鸛壊文太郎',
  notUtf8: 'kanaria-notutf8-Zluta-77af',
  tooLong: '鵺長文之助',
  nameOfFile: '鵤書類花子.pdf',
  credential: 'kanaria.credential.Zluta-90bd',
} as const;

const named = (texts: Readonly<Record<string, string>>): Canary[] =>
  Object.entries(texts).map(([name, text]) => ({ name, text }));

export const WRITTEN_CANARIES = named(WRITTEN);
export const KEPT_CANARIES = named({ resolution: RESOLUTION, attached: ATTACHED });
export const MISPLACED_CANARIES = named(MISPLACED);
