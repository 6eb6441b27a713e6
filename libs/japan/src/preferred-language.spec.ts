import { describe, expect, it } from '@jest/globals';
import { preferredLanguage } from './preferred-language.js';

describe('the preferred language', () => {
  it.each([
    ['en-GB', 'en'],
    ['ja-simple', 'ja-simple'],
    ['ja-JP', 'ja'],
    ['en;q=0.1, ja;q=0.9', 'ja'],
    ['en;q=0', undefined],
    ['tlh', undefined],
    [undefined, undefined],
  ])('for %s is %s', (header, language) => {
    expect(preferredLanguage(header, ['en', 'ja', 'ja-simple'])).toBe(language);
  });
});
