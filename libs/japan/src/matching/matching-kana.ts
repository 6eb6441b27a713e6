const SMALL = 'ァィゥェォッャュョヮヵヶ';
const LARGE = 'アイウエオツヤユヨワカケ';
/** Written in two ways for one sound. */
const SAME_SOUND: Readonly<Record<string, string>> = {
  ヂ: 'ジ',
  ヅ: 'ズ',
  ヲ: 'オ',
  ヰ: 'イ',
  ヱ: 'エ',
};

/** Each row of the table of kana by its vowel; those at the end are what lengthens the vowel. */
const ROWS: readonly (readonly [kana: string, lengthening: string])[] = [
  ['アカガサザタダナハバパマヤラワ', 'ア'],
  ['イキギシジチニヒビピミリ', 'イ'],
  ['ウクグスズツヌフブプムユルヴ', 'ウ'],
  ['エケゲセゼテデネヘベペメレ', 'エイ'],
  ['オコゴソゾトドノホボポモヨロ', 'オウ'],
];
const LENGTHENING = new Map(
  ROWS.flatMap(([kana, lengthening]) => [...kana].map((each) => [each, lengthening] as const)),
);

const PROLONGED = /[ーｰ‐‑–—―−－~～〜]/gu;
const NEITHER_KANA_NOR_LETTER = /[^\p{Script=Katakana}\p{L}\p{N}]/gu;
const HIRAGANA = /[ぁ-ゖゝゞ]/gu;
const HIRAGANA_TO_KATAKANA = 0x60;

const katakana = (text: string): string =>
  text.replace(HIRAGANA, (each) => String.fromCodePoint(each.charCodeAt(0) + HIRAGANA_TO_KATAKANA));

function plain(each: string): string {
  const small = SMALL.indexOf(each);
  const large = small < 0 ? each : LARGE[small]!;
  return SAME_SOUND[large] ?? large;
}

/** ヽ and ヾ stand for the kana before them. */
const written = (text: string): string => text.replace(/(.)[ヽヾ]/gu, '$1$1');

/**
 * A name's kana as names are compared (標準仕様: シヨウコ = ショウコ): full or half width, hiragana or katakana, small or large,
 * with or without a prolonged sound (ショーコ, ショウコ, ショコ) are the same. For matching only, never to be stored or shown:
 * what was filed stays as it was filed. Empty when nothing of a name is left.
 */
export function matchingKana(text: string): string {
  const kana = written(katakana(text.normalize('NFKC')).replace(PROLONGED, ''));
  const sounds = [...kana.replace(NEITHER_KANA_NOR_LETTER, '').toUpperCase()].map(plain);
  const kept: string[] = [];
  for (const sound of sounds)
    if (LENGTHENING.get(kept.at(-1) ?? '')?.includes(sound) !== true) kept.push(sound);
  return kept.join('');
}
