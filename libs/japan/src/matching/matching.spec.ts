import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import data from '../data/kanji-variants.json' with { type: 'json' };
import { matchingKana } from './matching-kana.js';
import { matchingKeys } from './matching-keys.js';
import { matchingName } from './matching-name.js';

const KATAKANA = [
  ...'アイウエオカガキギクグケゲコゴサザシジスズセゼソゾタダチツテデトドナニヌネノハバパヒビピフブプヘベペホボポマミムメモヤユヨラリルレロワンッャュョァィゥェォヴー',
];
const kanaText = fc
  .array(fc.constantFrom(...KATAKANA), { minLength: 1, maxLength: 12 })
  .map((letters) => letters.join(''));
const toHiragana = (text: string): string =>
  text.replace(/[ァ-ヴ]/gu, (each) => String.fromCodePoint(each.charCodeAt(0) - 0x60));
const SMALL: Readonly<Record<string, string>> = { ッ: 'ツ', ャ: 'ヤ', ュ: 'ユ', ョ: 'ヨ' };
const toLarge = (text: string): string => text.replace(/[ッャュョ]/gu, (each) => SMALL[each]!);

describe('matchingKana', () => {
  it.each([
    ['ショウコ', 'シヨウコ'],
    ['ショウコ', 'しょうこ'],
    ['ショウコ', 'ｼｮｳｺ'],
    ['ショウコ', 'ショーコ'],
    ['オオノ', 'オーノ'],
    ['オオノ', 'オウノ'],
    ['ケイコ', 'ケーコ'],
    ['ガイドグチ', 'ｶﾞｲﾄﾞｸﾞﾁ'],
    ['ミヅキ', 'ミズキ'],
    ['ササキ', 'サヽキ'],
    ['マドグチ ハナ', 'マドグチハナ'],
    ['マリア・ルイサ', 'マリア ルイサ'],
  ])('takes %s and %s for one', (one, other) => {
    expect(matchingKana(other)).toBe(matchingKana(one));
  });

  it.each([
    ['サトウ', 'サタ'],
    ['カトウ', 'ガトウ'],
    ['ユイ', 'ユリ'],
    ['ハナ', 'ハンナ'],
    ['アオイ', 'アイ'],
  ])('keeps %s and %s apart', (one, other) => {
    expect(matchingKana(other)).not.toBe(matchingKana(one));
  });

  it('is the same in hiragana and with large kana, whatever the name, and when taken again', () => {
    fc.assert(
      fc.property(kanaText, (text) => {
        const expected = matchingKana(text);
        expect(matchingKana(toHiragana(text))).toBe(expected);
        expect(matchingKana(toLarge(text))).toBe(expected);
        expect(matchingKana(expected)).toBe(expected);
      }),
    );
  });
});

describe('matchingName', () => {
  it.each([
    ['齋藤', '斎藤'],
    ['髙橋', '高橋'],
    ['邉', '辺'],
    ['山﨑', '山崎'],
    ['辻\u{e0101}', '辻'],
    ['葛\u{e0100}城', '葛城'],
    ['神', '神'],
    ['佐々木', '佐佐木'],
    ['窓口　花子', '窓口花子'],
    ['José Müller', 'MULLER JOSE'],
    ['Ｊｏｓé', 'jose'],
    ['Straße', 'STRASSE'],
    ['Łukasz O’Neill', 'o neill lukasz'],
  ])('takes %s and %s for one', (one, other) => {
    expect(matchingName(other)).toBe(matchingName(one));
  });

  it.each([
    ['斎藤', '斉藤'],
    ['伊藤', '伊東'],
    ['窓口花子', '窓口花'],
    ['ANNA LEE', 'ANNE LEE'],
  ])('keeps %s and %s apart', (one, other) => {
    expect(matchingName(other)).not.toBe(matchingName(one));
  });

  it('is settled: taken again it stays, and variation selectors anywhere change nothing', () => {
    const selector = fc
      .integer({ min: 0xe0100, max: 0xe01ef })
      .map((code) => String.fromCodePoint(code));
    const letters = fc.array(fc.constantFrom(...data.forms.join(''), ...'窓口花子々AÉz'), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(letters, selector, (name, mark) => {
        const expected = matchingName(name.join(''));
        expect(matchingName(expected)).toBe(expected);
        expect(matchingName(name.map((each) => each + mark).join(''))).toBe(expected);
      }),
    );
  });
});

describe('kanji-variants.json', () => {
  it('names each character once, in the form that normalisation leaves', () => {
    const all = data.forms.flatMap((forms) => [...forms]);
    expect(all.filter((each, index) => all.indexOf(each) !== index)).toEqual([]);
    expect(all.filter((each) => each.normalize('NFKC') !== each)).toEqual([]);
    expect(data.forms.filter((forms) => [...forms].length < 2)).toEqual([]);
  });
});

describe('matchingKeys', () => {
  it('does not depend on where the family name ends', () => {
    fc.assert(
      fc.property(kanaText, kanaText, (first, second) => {
        const split = {
          familyName: '窓',
          givenName: '口',
          familyNameKana: first,
          givenNameKana: second,
        };
        const joined = { familyName: '窓口', familyNameKana: first + second };
        expect(matchingKeys(joined)).toEqual(matchingKeys(split));
      }),
    );
  });

  it('finds a person also by the former family name and by the alternative name', () => {
    const person = {
      ...{
        familyName: '窓口',
        givenName: '花子',
        formerFamilyName: '受付',
        alternativeName: 'Hanna M.',
      },
    };
    expect(matchingKeys(person)).toEqual(['name:窓口花子', 'name:受付花子', 'name:HANNA M']);
  });

  it('has nothing for a name of marks only', () => {
    expect(matchingKeys({ familyName: '・', familyNameKana: 'ー' })).toEqual([]);
  });
});
