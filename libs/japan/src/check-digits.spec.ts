import { describe, expect, it } from '@jest/globals';
import { isLocalGovernmentCode, localGovernmentCheckDigit } from './check-digits.js';

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
