import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  containsMyNumber,
  isLocalGovernmentCode,
  isMyNumber,
  localGovernmentCheckDigit,
} from './check-digits.js';

/** A number with the right check digit, made here so that none stands in a file. */
function myNumber(first11: string): string {
  const found = [...'0123456789'].find((digit) => isMyNumber(first11 + digit));
  return first11 + String(found);
}

describe('localGovernmentCheckDigit', () => {
  it.each([
    ['14130', 5],
    ['01000', 6],
    ['13101', 6],
    ['23100', 2],
    ['43100', 1],
    ['14134', 8],
    ['14136', 4],
  ])('%s -> %i', (code5, digit) => {
    expect(localGovernmentCheckDigit(code5)).toBe(digit);
  });

  it('is undefined for anything but five digits', () => {
    expect([localGovernmentCheckDigit('1413'), localGovernmentCheckDigit('1413a')]).toEqual([
      undefined,
      undefined,
    ]);
  });

  it('judges six digits', () => {
    expect([
      isLocalGovernmentCode('141330'),
      isLocalGovernmentCode('141331'),
      isLocalGovernmentCode('14133'),
    ]).toEqual([true, false, false]);
  });
});

describe('isMyNumber', () => {
  it.each([
    ['12345678901', '8'],
    ['98320567321', '4'],
  ])('gives %s the check digit %s', (first11, digit) => {
    expect(myNumber(first11)).toBe(first11 + digit);
  });

  it('accepts exactly one check digit for each eleven digits', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9]{11}$/), (first11) => {
        expect([...'0123456789'].filter((digit) => isMyNumber(first11 + digit))).toHaveLength(1);
      }),
    );
  });
});

describe('containsMyNumber', () => {
  const valid = myNumber('12345678901');

  it('finds one inside a text, in groups, in full-width digits, as a number', () => {
    const grouped = `${valid.slice(0, 4)}-${valid.slice(4, 8)} ${valid.slice(8)}`;
    const wide = valid.replace(/[0-9]/g, (digit) =>
      String.fromCharCode(digit.charCodeAt(0) + 0xfee0),
    );
    for (const text of [`番号は${valid}です`, grouped, wide, Number(valid), -Number(valid)]) {
      expect(containsMyNumber(text)).toBe(true);
    }
  });

  it('lets a wrong check digit, a longer number and ordinary texts pass', () => {
    const wrong = valid.slice(0, 11) + String((Number(valid[11]) + 1) % 10);
    for (const text of [wrong, `${valid}0`, '044-200-0000', '2026-03-28', 0.5]) {
      expect(containsMyNumber(text)).toBe(false);
    }
  });
});
