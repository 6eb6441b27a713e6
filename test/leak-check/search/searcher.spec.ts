import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import {
  KEPT_CANARIES,
  MISPLACED_CANARIES,
  WRITTEN_CANARIES,
} from '../canaries/written-canaries.js';
import { SHOWN_TO_NOBODY, SHOWN_TO_SECTIONS } from '../canaries/household-canaries.js';
import { Searcher } from './searcher.js';

const NAME = '葛󠄀城カナリヤ';
const LATIN = 'Žluťásková Kañária';
const KANA = 'ｶﾅﾘﾔﾊﾞﾈ';
const NUMBER = '７３９１８４０-5518627';
const canaries = [NAME, LATIN, KANA, NUMBER].map((text) => ({ name: text, text }));
const searcher = new Searcher(canaries);

const found = (bytes: Buffer | string): string[] => [
  ...new Set(searcher.find(Buffer.from(bytes)).map(({ canary }) => canary)),
];
const escaped = (text: string): string =>
  text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
const octal = (text: string): string =>
  [...Buffer.from(text)].map((byte) => `\\${byte.toString(8)}`).join('');

describe('the searcher finds a canary', () => {
  it.each([
    ['in the middle of a log line', `{"level":"info","name":"${NAME}","at":1}`, NAME],
    ['in JSON that is plain ASCII', JSON.stringify({ a: 1 }) + escaped(NAME), NAME],
    ['in JSON in JSON', JSON.stringify(escaped(NAME)), NAME],
    ['in a path', `GET /v1/x/${encodeURIComponent(NAME)} 404`, NAME],
    ['in a form', new URLSearchParams({ q: LATIN }).toString(), LATIN],
    ['in a header that took what was not ASCII apart', encodeURI(`?q=${LATIN}`), LATIN],
    ['in hexadecimal, as tables print bytes', `\\x${Buffer.from(NAME).toString('hex')}`, NAME],
    ['in hexadecimal capitals', Buffer.from(NAME).toString('hex').toUpperCase(), NAME],
    ['in octal, as tables may print bytes', octal(NAME), NAME],
    ['as UTF-16', Buffer.from(`x${NAME}`, 'utf16le'), NAME],
    ['as UTF-16 the other way round', Buffer.from(NAME, 'utf16le').swap16(), NAME],
    [
      'as a reference',
      [...NAME].map((c) => `&#x${c.codePointAt(0)!.toString(16)};`).join(''),
      NAME,
    ],
    ['composed otherwise', `x ${LATIN.normalize('NFD')} y`, LATIN],
    ['in compatibility form', KANA.normalize('NFKC'), KANA],
    ['without its variation selectors', '葛城カナリヤ', NAME],
    ['as hiragana', 'かなりやばね', KANA],
    ['in small letters without marks', 'zlutaskova kanaria', LATIN],
    ['in capitals without marks', 'ZLUTASKOVA KANARIA', LATIN],
    ['as digits alone', '"number":73918405518627', NUMBER],
    ['in full width', 'ＺＬＵ ７３９１８４０－５５１８６２７', NUMBER],
    ['as a digest without a key', createHash('sha256').update(NAME).digest('base64url'), NAME],
    ['as a digest of its plain form', createHash('md5').update('葛城カナリヤ').digest('hex'), NAME],
  ])('%s', (_how, text, expected) => {
    expect(found(text)).toEqual([expected]);
  });

  it.each([0, 1, 2, 3, 4])(
    'in base64 %i bytes after its beginning, of both alphabets',
    (before) => {
      const whole = Buffer.from(`${'.'.repeat(before)}${NAME} and more`);
      expect(found(whole.toString('base64'))).toEqual([NAME]);
      expect(found(whole.toString('base64url'))).toEqual([NAME]);
    },
  );

  it('in base64 of JSON that is plain ASCII', () => {
    expect(found(Buffer.from(`{"n":"${escaped(NAME)}"}`).toString('base64'))).toEqual([NAME]);
  });

  it('at the very beginning and the very end', () => {
    expect(found(NAME)).toEqual([NAME]);
    expect(found(`${KANA}…${NAME}`)).toEqual([KANA, NAME]);
  });

  it('and says in which form', () => {
    const [hit] = searcher.find(Buffer.from(Buffer.from(KANA.normalize('NFKC')).toString('hex')));
    expect(hit).toEqual({ canary: KANA, form: 'hex of NFKC' });
  });
});

describe('the searcher', () => {
  it('finds nothing in what is near to a canary but names nobody', () => {
    expect(found('カナリヤの葛、城の Zlut, 7391840, かなりや')).toEqual([]);
    expect(found(NAME.slice(0, -1))).toEqual([]);
    expect(found('')).toEqual([]);
  });

  it('refuses a canary that chance would find', () => {
    expect(() => new Searcher([{ name: 'short', text: '健' }])).toThrow('short is too short');
  });

  it('takes every canary of the leak check, and takes none for another', () => {
    const all = [
      ...[...SHOWN_TO_SECTIONS, ...SHOWN_TO_NOBODY, ...WRITTEN_CANARIES],
      ...[...KEPT_CANARIES, ...MISPLACED_CANARIES],
    ];
    const every = new Searcher(all);
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
    for (const { name, text } of all)
      expect(every.find(Buffer.from(text)).map(({ canary }) => canary)).toContain(name);
  });
});
