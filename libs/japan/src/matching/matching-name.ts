import data from '../data/kanji-variants.json' with { type: 'json' };

/** Each other form of a character with its common one; NFKC first, as compatibility ideographs are taken back by it. */
const COMMON_FORMS: ReadonlyMap<string, string> = new Map(
  data.forms.flatMap((forms) => {
    const [common, ...others] = [...forms];
    return others.map((other) => [other, common!] as const);
  }),
);

/** IVS (U+E0100-) and standardised variants choose how a character is drawn. */
const VARIATION_SELECTORS = /[\u{fe00}-\u{fe0f}\u{e0100}-\u{e01ef}]/gu;
const DIACRITICS = /[\u0300-\u036f]/gu;
const OWN_LETTERS: Readonly<Record<string, string>> = {
  ...{ Ø: 'O', Ł: 'L', Đ: 'D', Ð: 'D', Þ: 'TH', Æ: 'AE', Œ: 'OE', ẞ: 'SS', ı: 'I' },
};
const SEPARATORS = /[^\p{L}\p{N}\p{Co}]+/gu;
/** A name in which nothing but Latin letters stands: its words come in this order or that. */
const LATIN_ONLY = /^[\p{Script=Latin}\p{N} ]+$/u;

/** 佐々木 = 佐佐木. Before separators go: the mark is no letter to everybody. */
const repeated = (text: string): string => text.replace(/(.)[々〻]/gu, '$1$1');

const latin = (text: string): string =>
  text
    .normalize('NFD')
    .replace(DIACRITICS, '')
    .normalize('NFC')
    .toUpperCase()
    .replace(/[ØŁĐÐÞÆŒẞ]/gu, (letter) => OWN_LETTERS[letter]!);

const commonForms = (text: string): string =>
  [...text].map((each) => COMMON_FORMS.get(each) ?? each).join('');

/**
 * A name as names are compared: old and other forms of a character are its common form (data/kanji-variants.json), variation
 * selectors, spaces and marks count for nothing, Latin letters have neither case nor diacritics, and the words of a name
 * in Latin letters no order. For matching only, never to be stored or shown. Empty when nothing of a name is left.
 */
export function matchingName(text: string): string {
  const drawn = text.normalize('NFKC').replace(VARIATION_SELECTORS, '');
  const words = commonForms(repeated(latin(drawn)))
    .replace(SEPARATORS, ' ')
    .trim();
  return LATIN_ONLY.test(words) ? words.split(' ').sort().join(' ') : words.replaceAll(' ', '');
}
