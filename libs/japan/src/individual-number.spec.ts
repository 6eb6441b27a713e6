import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { containsMyNumber, isMyNumber } from './individual-number.js';

/** A number with the right check digit, made here so that none stands in a file. */
function myNumber(first11: string): string {
  const found = [...'0123456789'].find((digit) => isMyNumber(first11 + digit));
  return first11 + String(found);
}

const eleven = fc.stringMatching(/^[0-9]{11}$/);
const anyMyNumber = eleven.map(myNumber);
const digitsFrom = (zero: string) => (text: string) =>
  text.replace(/[0-9]/g, (digit) =>
    String.fromCodePoint((zero.codePointAt(0) ?? 0) + Number(digit)),
  );

describe('isMyNumber', () => {
  it.each([
    ['12345678901', '8'],
    ['98320567321', '4'],
  ])('gives %s the check digit %s', (first11, digit) => {
    expect(myNumber(first11)).toBe(first11 + digit);
  });

  it('accepts exactly one check digit for each eleven digits: one text of twelve digits in ten', () => {
    fc.assert(
      fc.property(eleven, (first11) => {
        expect([...'0123456789'].filter((digit) => isMyNumber(first11 + digit))).toHaveLength(1);
      }),
    );
  });
});

describe('containsMyNumber', () => {
  it('finds one however it is grouped with one sign, whatever stands around it', () => {
    const sizes = fc.constantFrom([12], [4, 4, 4], [3, 3, 3, 3], [6, 6], [5, 7], Array(12).fill(1));
    const sign = fc.constantFrom(' ', '-', '－', '‐', '−', '・', '.', '　', '\u200b');
    const around = fc.constantFrom(
      '',
      '番号は',
      'No.',
      '"',
      '個人番号：',
      'です。',
      'abc ',
      '(',
      '\n',
    );
    fc.assert(
      fc.property(anyMyNumber, sizes, sign, around, around, (number, groups, between, a, b) => {
        fc.pre(number.slice(0, 2) !== '81');
        expect(containsMyNumber(`${a}${grouped(number, groups, between)}${b}`)).toBe(true);
      }),
    );
  });

  it.each([
    ['full-width', '０'],
    ['Arabic', '٠'],
    ['Devanagari', '०'],
    ['mathematical', '𝟎'],
  ])('finds one in %s digits', (_script, zero) => {
    fc.assert(
      fc.property(anyMyNumber, (number) => {
        expect(containsMyNumber(`番号${digitsFrom(zero)(number)}`)).toBe(true);
      }),
    );
  });

  it('finds one as on the card also where the signs differ, and as a number', () => {
    const number = myNumber('12345678901');
    const mixed = `${number.slice(0, 4)}-${number.slice(4, 8)} ${number.slice(8)}`;
    for (const value of [mixed, Number(number), -Number(number)])
      expect(containsMyNumber(value)).toBe(true);
  });

  it('lets every id of ours pass', () => {
    const tail = fc.tuple(fc.uuid(), anyMyNumber).map(([id, number]) => id.slice(0, 24) + number);
    fc.assert(
      fc.property(fc.oneof(fc.uuid(), tail), (id) => {
        expect(containsMyNumber(id)).toBe(false);
        expect(containsMyNumber(`/v1/applications/${id.toUpperCase()}/stream`)).toBe(false);
      }),
    );
  });

  it('lets drawn keys pass, also where twelve of their signs happen to be a number', () => {
    const hex = fc.stringMatching(/^[0-9a-f]{9,60}[a-f]$/);
    fc.assert(
      fc.property(hex, anyMyNumber, hex, (before, number, after) => {
        expect(containsMyNumber(`${before}${number}${after.toUpperCase()}`)).toBe(false);
        expect(containsMyNumber(`key-${before}${number}${after}/1`)).toBe(false);
        expect(containsMyNumber(`${before} ${number} ${after}`)).toBe(true);
      }),
    );
  });

  it('lets dates, instants and postal codes pass', () => {
    fc.assert(
      fc.property(
        fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') }),
        (at) => {
          const iso = at.toISOString();
          for (const text of [iso, iso.slice(0, 10), iso.replace('T', ' '), `〒210-8577 ${iso}`])
            expect(containsMyNumber(text)).toBe(false);
        },
      ),
    );
  });

  it('lets telephone numbers pass, inside the country and with its number', () => {
    const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`));
    fc.assert(
      fc.property(digits(2), digits(4), digits(4), (area, office, line) => {
        const forms = [`0${area}-${office}-${line}`, `0${area}${office}${line}`];
        const abroad = [
          `+81${area}${office}${line}`,
          `+81 ${area} ${office} ${line}`,
          `81-${area}-${office}-${line}`,
        ];
        for (const text of [...forms, ...abroad]) expect(containsMyNumber(text)).toBe(false);
      }),
    );
  });

  it('lets a wrong check digit, a longer number and ordinary texts pass', () => {
    const valid = myNumber('12345678901');
    const wrong = valid.slice(0, 11) + String((Number(valid[11]) + 1) % 10);
    const texts = [wrong, `${valid}0`, '044-200-0000', '川崎区宮本町1番地', '', Number(valid) / 10];
    for (const text of texts) expect(containsMyNumber(text)).toBe(false);
  });

  it('ends on any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3_000 }), (text) => {
        expect(typeof containsMyNumber(text)).toBe('boolean');
      }),
    );
  });
});

function grouped(number: string, sizes: readonly number[], between: string): string {
  let at = 0;
  return sizes.map((size) => number.slice(at, (at += size))).join(between);
}
