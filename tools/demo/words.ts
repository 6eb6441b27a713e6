const SECTIONS: Readonly<Record<string, string>> = {
  resident: '区民課',
  insurance: '保険年金課',
  childcare: '児童家庭課',
  other: 'その他の窓口',
};

const LIFE_EVENTS: Readonly<Record<string, string>> = { birth: '出生', 'move-in': '転入' };

const VISIT_BASES: Readonly<Record<string, string>> = {
  law: '法令による届出のため / by law',
  'physical-card': 'カードを扱うため / a card is handed over',
  consultation: '面談のため / an interview',
};

/** Codes that we have no word for are shown as they are. */
const wordIn = (words: Readonly<Record<string, string>>, code: string): string =>
  words[code] ?? code;

export const sectionName = (section: string): string => wordIn(SECTIONS, section);
export const lifeEventName = (lifeEvent: string): string => wordIn(LIFE_EVENTS, lifeEvent);

export function visitText({
  visitRequired,
  visitBasis,
}: {
  visitRequired: boolean;
  visitBasis: string;
}): string {
  return visitRequired ? `来庁 要: ${wordIn(VISIT_BASES, visitBasis)}` : '来庁不要 / no visit';
}
