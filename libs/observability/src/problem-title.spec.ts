import { describe, expect, it } from '@jest/globals';
import { PROBLEMS } from '@app/contracts';
import { problemTitle, titleFiles } from './problem-title.js';

describe('the title of a problem', () => {
  const { titleJa, titleEn } = PROBLEMS['not-found'];

  it.each([
    [undefined, `${titleJa} / ${titleEn}`],
    ['*', `${titleJa} / ${titleEn}`],
    ['tlh', `${titleJa} / ${titleEn}`],
    ['ja', titleJa],
    ['en-GB, ja;q=0.5', titleEn],
    ['ja-simple', '見つかりません。'],
  ])('for %s is %s', (header, title) => {
    expect(problemTitle('not-found', header)).toBe(title);
  });

  it.each([...titleFiles.keys()])('stands in %s for every code, and for no other', (language) => {
    expect(Object.keys(titleFiles.get(language)?.titles ?? {}).toSorted()).toEqual(
      Object.keys(PROBLEMS).toSorted(),
    );
  });
});
