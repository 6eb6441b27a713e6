import { matchingName } from './matching-name.js';

const PREFECTURE = /^(?:東京都|北海道|(?:京都|大阪)府|[^\d\s]{2,3}県)/u;
const SPACES = /[\s\u3000]+/gu;
const DASHES = /[‐‑‒–—―−－ーｰ~～〜]/gu;
const DIGITS_OF_KANJI = '〇一二三四五六七八九';
const KANJI_NUMBER = /([〇一二三四五六七八九十]+)(?=丁目|番地|番|号)/gu;
/** What stands between the numbers of a lot: 4丁目5番地の6, 4丁目5番6号. */
const BETWEEN = /(?<=\d)(?:丁目|番地の?|番|号|の|-)+(?=\d)/gu;
const WITH_DASH = /^.*?\d+(?:-\d+)+/u;
const WITH_NUMBER = /^.*?\d+/u;

const digitsOf = (kanji = ''): string =>
  [...kanji].map((each) => DIGITS_OF_KANJI.indexOf(each)).join('');

function numberOf(kanji: string): string {
  if (!kanji.includes('十')) return digitsOf(kanji);
  const [tens, ones] = kanji.split('十').map((part) => digitsOf(part));
  return `${tens || 1}${ones || 0}`;
}

/**
 * An address as addresses are compared: the place and its lot, and of what follows (building, floor, room) the digits.
 * 神奈川県川崎市…四丁目５番６号 マドグチハイツ702号室 = 川崎市…4-5-6-702. Two buildings on one lot with one room number are
 * taken for one: rather one household too many is protected. For matching only. Empty without a number: a whole town is
 * nobody's address.
 */
export function matchingAddress(text: string): string {
  const plain = text.normalize('NFKC').replace(SPACES, '').replace(DASHES, '-');
  const numbered = plain.replace(KANJI_NUMBER, numberOf).replace(BETWEEN, '-');
  const address = numbered.replace(PREFECTURE, '');
  const [lot = address] = WITH_DASH.exec(address) ?? WITH_NUMBER.exec(address) ?? [];
  const [place] = /^[^\d]*/u.exec(lot) ?? [''];
  const numbers = [lot.slice(place.length), address.slice(lot.length)].flatMap(
    (part) => part.match(/\d+/gu) ?? [],
  );
  return numbers.length === 0 ? '' : [matchingName(place), ...numbers.map(Number)].join('-');
}
