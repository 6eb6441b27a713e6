import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { find } from '../testing/household.js';
import { moveIn } from '../testing/move-in.js';
import { chooseLanguage, LANGUAGES } from './choose-language.js';
import { COMPLETE_LANGUAGES, missingTexts, strayTexts } from './completeness.js';
import { checkedFile, languageFiles, reviewedText } from './language-file.js';
import { Texts } from './texts.js';

describe('the languages', () => {
  it.each(COMPLETE_LANGUAGES)('%s says everything', (language) => {
    expect(missingTexts(language)).toEqual([]);
  });

  it.each(LANGUAGES)('%s says nothing about what there is not', (language) => {
    expect(strayTexts(language)).toEqual([]);
  });

  it('notice a missing file', () => {
    expect(missingTexts('tlh')).toEqual(['the whole file']);
  });
});

describe('the choice of a language', () => {
  it.each([
    ['en', 'en'],
    ['en-GB, ja;q=0.5', 'en'],
    ['ja-simple', 'ja-simple'],
    ['JA-Simple;q=0.3, en;q=0.2', 'ja-simple'],
    ['en;q=0.1, ja;q=0.9', 'ja'],
    ['tlh, en;q=0.1', 'en'],
    ['tlh', 'ja'],
    ['en;q=0', 'ja'],
    ['en;q=x', 'ja'],
    ['*', 'ja'],
    ['', 'ja'],
    [undefined, 'ja'],
  ])('for %s is %s', (header, language) => {
    expect(chooseLanguage(header)).toBe(language);
  });

  it('is made for any header', () => {
    fc.assert(fc.property(fc.string(), (header) => LANGUAGES.includes(chooseLanguage(header))));
  });
});

describe('a text', () => {
  it('is said in the language asked for, the legal name of a procedure beside it', () => {
    const name = (language: string) => new Texts(language).procedureName('move-in-notification');
    expect(name('en')).toEqual({
      text: 'Move-in notification',
      language: 'en',
      legalName: '転入届',
    });
    expect(name('ja-simple').legalName).toBe('転入届');
    expect(name('ja')).toEqual({ text: '転入届', language: 'ja', legalName: '転入届' });
  });

  it('is Japanese, and says so, where the language has none', () => {
    const texts = new Texts('tlh');
    expect(texts.question('insurance')).toEqual(new Texts('ja').question('insurance'));
    expect(texts.answer('insurance', 'nhi')).toEqual({ text: '国民健康保険', language: 'ja' });
    expect(texts.problem('two-heads').language).toBe('ja');
    expect(texts.phrase('askAtCounter')).toEqual({ text: '窓口で確認', language: 'ja' });
  });

  it('gives yes, no and 分からない to every question that can be answered so', () => {
    const texts = new Texts('en');
    expect([true, false, 'unknown'].map((value) => texts.answer('pregnant', value).text)).toEqual([
      'yes',
      'no',
      'I do not know',
    ]);
  });

  it('that nobody has reviewed is shown to nobody', () => {
    const review = { by: 'a ward', on: '2026-11-21', note: '' };
    expect(reviewedText({ review }, 'text')).toBe('text');
    expect(reviewedText({ review: 'unreviewed' }, 'text')).toBeUndefined();
    expect(reviewedText({ review }, { text: 'text', review: 'unreviewed' })).toBeUndefined();
    expect(reviewedText({ review: 'unreviewed' }, { text: 'text', review })).toBe('text');
  });

  it('gives the reason of a procedure, all in one language', () => {
    const result = moveIn();
    const found = find(result, 'move-in-notification')!;
    expect(new Texts('en').reason(found, result.ruleSet)).toEqual({
      text: found.reasonEn,
      language: 'en',
    });
    expect(new Texts('tlh').reason(found, result.ruleSet)).toEqual({
      text: found.reason,
      language: 'ja',
    });
  });
});

describe('a language file', () => {
  const file = languageFiles.get('en');

  it('is refused when it says another language, lacks a part, or does not say who reviewed it', () => {
    expect(checkedFile('en.json', file)).toBe(file);
    expect(() => checkedFile('fr.json', file)).toThrow('fr.json');
    expect(() => checkedFile('en.json', { ...file, facts: undefined })).toThrow('facts');
    expect(() => checkedFile('en.json', { ...file, review: undefined })).toThrow('reviewed');
  });
});
