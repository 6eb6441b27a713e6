import { describe, expect, it } from '@jest/globals';
import { padded, widthOf } from './terminal.js';

describe('widthOf', () => {
  it.each([
    ['abc', 3],
    ['区民課', 6],
    ['ｱｲｳ', 3],
    ['𠮷田', 4],
    ['渡邉\u{e0101}', 4],
  ])('counts the columns of %s', (text, columns) => {
    expect(widthOf(text)).toBe(columns);
  });
});

describe('padded', () => {
  it('fills up to the columns, and leaves what is longer as it is', () => {
    expect(padded('転入', 6)).toBe('転入  ');
    expect(padded('転入届', 4)).toBe('転入届');
  });
});
