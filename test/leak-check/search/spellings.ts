const VARIATION_SELECTORS = /[\uFE00-\uFE0F\u{E0100}-\u{E01EF}]/gu;
const MARKS = /\p{M}/gu;
const NOT_SAID = /[\s\p{P}\p{S}]/gu;

const shifted = (from: string, to: string, by: number) => (text: string) =>
  text.replace(new RegExp(`[${from}-${to}]`, 'gu'), (one) =>
    String.fromCodePoint(one.codePointAt(0)! + by),
  );

const toHiragana = shifted('ァ', 'ヶ', -0x60);
const toKatakana = shifted('ぁ', 'ゖ', 0x60);
const toFullWidth = shifted('!', '~', 0xfee0);

/**
 * What programs make of a text before they write it: Unicode's own forms, and what is done for comparing. A text that
 * is left of its marks names its person as well as before.
 */
const SPELLINGS: readonly (readonly [string, (text: string) => string])[] = [
  ['as is', (text) => text],
  ['NFC', (text) => text.normalize('NFC')],
  ['NFD', (text) => text.normalize('NFD')],
  ['NFKC', (text) => text.normalize('NFKC')],
  ['NFKD', (text) => text.normalize('NFKD')],
  ['without variation selectors', (text) => text.replace(VARIATION_SELECTORS, '')],
  ['NFKC without variation selectors', (text) => plain(text)],
  ['hiragana', (text) => toHiragana(plain(text))],
  ['katakana', (text) => toKatakana(plain(text))],
  ['full width', (text) => toFullWidth(plain(text))],
  ['small letters', (text) => plain(text).toLowerCase()],
  ['capital letters', (text) => plain(text).toUpperCase()],
  ['without diacritics', (text) => bare(text)],
  ['small letters without diacritics', (text) => bare(text).toLowerCase()],
  ['capital letters without diacritics', (text) => bare(text).toUpperCase()],
  ['letters and digits alone', (text) => plain(text).replace(NOT_SAID, '')],
];

const plain = (text: string): string => text.normalize('NFKC').replace(VARIATION_SELECTORS, '');

/** Of Latin letters; a kana without its voicing mark is another kana, and is looked for as that as well. */
const bare = (text: string): string => text.normalize('NFKD').replace(MARKS, '').normalize('NFC');

/** By name; of spellings that come to the same, the first. */
export function spellingsOf(text: string): Map<string, string> {
  const seen = new Set<string>();
  const found = new Map<string, string>();
  for (const [name, spell] of SPELLINGS) {
    const spelled = spell(text);
    if (!seen.has(spelled)) found.set(name, spelled);
    seen.add(spelled);
  }
  return found;
}
