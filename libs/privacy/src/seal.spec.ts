import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CompactEncrypt, compactDecrypt } from 'jose';
import { encryptCompact } from './compact-jwe.js';
import { DataKey } from './data-key.js';
import type { KeyRef } from './data-key.js';
import { pad } from './padding.js';
import { headerOf, openPart, sealPart } from './seal.js';
import type { SealHeader } from './seal.js';

const header: SealHeader = {
  caseId: '019a0000-0000-7000-8000-00000000000a',
  writer: 'life-events',
  reader: 'childcare',
  type: 'madoguchi.tasks.open',
  sequence: 3,
};
const newKey = (ref: KeyRef = header): DataKey => new DataKey(ref, randomBytes(32));
const refusedAs = (code: string): unknown => expect.objectContaining({ name: 'SealError', code });

describe('a sealed part', () => {
  it('opens to what was sealed, every character of a name included', () => {
    const key = newKey();
    const content = {
      familyName: '葛󠄀城',
      givenName: '𠮷子',
      note: 'é\u0000\u0080',
      list: [1, null],
    };
    const jwe = sealPart(key, header, content);
    expect(openPart(key, header, jwe)).toEqual(content);
  });

  it('is a compact JWE whose header names case, writer, reader, type and sequence', () => {
    const jwe = sealPart(newKey(), header, { a: 1 });
    expect(jwe.split('.')).toHaveLength(5);
    expect(headerOf(jwe)).toEqual(header);
  });

  it('never looks the same twice', () => {
    const key = newKey();
    expect(sealPart(key, header, { a: 1 })).not.toBe(sealPart(key, header, { a: 1 }));
  });

  it('has the same length for all content of one 256-byte step', () => {
    const key = newKey();
    const lengthOf = (text: string): number => sealPart(key, header, { text }).length;
    const steps = (text: string): number =>
      Math.floor(Buffer.byteLength(JSON.stringify({ text })) / 256);
    const oneStep = lengthOf('');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 500 }), (text) => {
        const expected = oneStep + Math.ceil((steps(text) * 256 * 4) / 3);
        // Base64url of whole steps may differ by one character in rounding, which depends on the step alone.
        expect(Math.abs(lengthOf(text) - expected)).toBeLessThanOrEqual(1);
        expect(lengthOf(text)).toBe(lengthOf('x'.repeat(steps(text) * 256)));
      }),
      { numRuns: 50 },
    );
  });
});

describe('opening a sealed part', () => {
  it.each([
    ['type', { type: 'madoguchi.task.released' }],
    ['sequence', { sequence: 4 }],
  ])('refuses another %s than expected', (field, change) => {
    const key = newKey();
    const jwe = sealPart(key, header, { secret: 'familyName' });
    const opening = () => openPart(key, { ...header, ...change }, jwe);
    expect(opening).toThrow(refusedAs('seal-header-mismatch'));
    expect(opening).toThrow(field);
  });

  it.each([
    ['case', { caseId: '019a0000-0000-7000-8000-00000000000b' }],
    ['writer', { writer: 'applications' } as const],
    ['reader', { reader: 'insurance' } as const],
  ])('refuses a part of another %s, and a key of another %s', (_field, change) => {
    const other = { ...header, ...change };
    const jwe = sealPart(newKey(other), other, { a: 1 });
    expect(() => openPart(newKey(), header, jwe)).toThrow(refusedAs('seal-header-mismatch'));
    expect(() => openPart(newKey(), other, jwe)).toThrow(refusedAs('seal-wrong-key'));
    expect(() => sealPart(newKey(), other, {})).toThrow(refusedAs('seal-wrong-key'));
  });

  it('refuses a part sealed under another key of the same name', () => {
    const jwe = sealPart(newKey(), header, { a: 1 });
    expect(() => openPart(newKey(), header, jwe)).toThrow(refusedAs('seal-tampered'));
  });

  it('refuses any changed character of the initial value, the ciphertext and the tag', () => {
    const key = newKey();
    const jwe = sealPart(key, header, { a: 1 });
    const start = jwe.indexOf('..') + 2;
    fc.assert(
      fc.property(fc.integer({ min: start, max: jwe.length - 2 }), (place) => {
        fc.pre(jwe[place] !== '.' && jwe[place + 1] !== '.');
        const other = jwe[place] === 'A' ? 'B' : 'A';
        const changed = jwe.slice(0, place) + other + jwe.slice(place + 1);
        expect(() => openPart(key, header, changed)).toThrow(refusedAs('seal-tampered'));
      }),
      { numRuns: 60 },
    );
  });

  it('refuses a header that was exchanged for one that says what is expected', () => {
    const key = newKey();
    const [, ...rest] = sealPart(key, header, { a: 1 }).split('.');
    const expected = { ...header, sequence: 4 };
    const [fitting] = sealPart(key, expected, {}).split('.');
    const forged = [fitting, ...rest].join('.');
    expect(() => openPart(key, expected, forged)).toThrow(refusedAs('seal-tampered'));
  });

  it.each([
    ['nothing', ''],
    ['no JWE', 'not.a.jwe'],
    ['a header that is no JSON', 'AAAA..AAAA.AAAA.AAAA'],
  ])('refuses %s', (_what, jwe) => {
    const opening = () => openPart(newKey(), header, jwe);
    expect(opening).toThrow(refusedAs('seal-unreadable'));
  });

  it.each([
    ['another content encryption', { alg: 'dir', enc: 'A128CBC-HS256' }],
    ['compression', { alg: 'dir', enc: 'A256GCM', zip: 'DEF' }],
    ['no sequence', { alg: 'dir', enc: 'A256GCM', sequence: undefined }],
  ])('refuses a header with %s', (_what, change) => {
    const { caseId, ...others } = header;
    const bad = Buffer.from(JSON.stringify({ case: caseId, ...others, ...change })).toString(
      'base64url',
    );
    const opening = () =>
      openPart(newKey(), header, `${bad}..AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA`);
    expect(opening).toThrow(refusedAs('seal-unreadable'));
  });

  it('refuses content that is no JSON, without quoting it', () => {
    const key = newKey();
    const { caseId, ...others } = header;
    const protectedHeader = { alg: 'dir', enc: 'A256GCM', case: caseId, ...others };
    const jwe = encryptCompact(key, protectedHeader, pad(Buffer.from('山田 is no JSON')));
    const opening = () => openPart(key, header, jwe);
    expect(opening).toThrow(refusedAs('seal-not-json'));
    expect(opening).not.toThrow(/山田/);
  });
});

describe('the format', () => {
  const anyContent = fc.dictionary(fc.string(), fc.jsonValue());

  it('is what jose opens', async () => {
    await fc.assert(
      fc.asyncProperty(anyContent, async (content) => {
        const bytes = randomBytes(32);
        const jwe = sealPart(new DataKey(header, bytes), header, content);
        const { plaintext, protectedHeader } = await compactDecrypt(jwe, bytes);
        expect(Buffer.from(plaintext)).toEqual(
          Buffer.from(pad(Buffer.from(JSON.stringify(content)))),
        );
        expect(protectedHeader).toMatchObject({ alg: 'dir', enc: 'A256GCM', case: header.caseId });
      }),
    );
  });

  it('opens what jose sealed', async () => {
    const { caseId, ...others } = header;
    await fc.assert(
      fc.asyncProperty(anyContent, async (content) => {
        const bytes = randomBytes(32);
        const jwe = await new CompactEncrypt(pad(Buffer.from(JSON.stringify(content))))
          .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', case: caseId, ...others })
          .encrypt(bytes);
        const expected: unknown = JSON.parse(JSON.stringify(content));
        expect(openPart(new DataKey(header, bytes), header, jwe)).toEqual(expected);
      }),
    );
  });

  it('can be written in one way only', () => {
    const key = newKey();
    const jwe = sealPart(key, header, { a: 1 });
    for (const other of [`${jwe}=`, `${jwe} `, jwe.replace('..', '. .'), `${jwe}.`])
      expect(() => openPart(key, header, other)).toThrow(refusedAs('seal-tampered'));
  });
});

describe('a data key', () => {
  it('cannot be printed or serialised', () => {
    const key = newKey();
    expect(JSON.stringify(key)).toBe(
      JSON.stringify({
        ref: { caseId: header.caseId, writer: header.writer, reader: header.reader },
      }),
    );
    expect(inspect(key, { depth: 9, showHidden: true })).not.toContain('secret');
  });
});
