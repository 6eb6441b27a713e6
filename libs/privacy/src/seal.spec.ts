import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CompactEncrypt } from 'jose';
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
const newKey = (ref: KeyRef = header): Promise<DataKey> =>
  DataKey.of(ref, new Uint8Array(randomBytes(32)));
const refusedAs = (code: string): unknown => expect.objectContaining({ name: 'SealError', code });

describe('a sealed part', () => {
  it('opens to what was sealed, every character of a name included', async () => {
    const key = await newKey();
    const content = {
      familyName: '葛󠄀城',
      givenName: '𠮷子',
      note: 'é\u0000\u0080',
      list: [1, null],
    };
    const jwe = await sealPart(key, header, content);
    await expect(openPart(key, header, jwe)).resolves.toEqual(content);
  });

  it('is a compact JWE whose header names case, writer, reader, type and sequence', async () => {
    const jwe = await sealPart(await newKey(), header, { a: 1 });
    expect(jwe.split('.')).toHaveLength(5);
    expect(headerOf(jwe)).toEqual(header);
  });

  it('never looks the same twice', async () => {
    const key = await newKey();
    expect(await sealPart(key, header, { a: 1 })).not.toBe(await sealPart(key, header, { a: 1 }));
  });

  it('has the same length for all content of one 256-byte step', async () => {
    const key = await newKey();
    const lengthOf = async (text: string): Promise<number> =>
      (await sealPart(key, header, { text })).length;
    const steps = (text: string): number =>
      Math.floor(Buffer.byteLength(JSON.stringify({ text })) / 256);
    const oneStep = await lengthOf('');
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 500 }), async (text) => {
        const expected = oneStep + Math.ceil((steps(text) * 256 * 4) / 3);
        // Base64url of whole steps may differ by one character in rounding, which depends on the step alone.
        expect(Math.abs((await lengthOf(text)) - expected)).toBeLessThanOrEqual(1);
        expect(await lengthOf(text)).toBe(await lengthOf('x'.repeat(steps(text) * 256)));
      }),
      { numRuns: 50 },
    );
  });
});

describe('opening a sealed part', () => {
  it.each([
    ['type', { type: 'madoguchi.task.released' }],
    ['sequence', { sequence: 4 }],
  ])('refuses another %s than expected', async (field, change) => {
    const key = await newKey();
    const jwe = await sealPart(key, header, { secret: 'familyName' });
    const opening = openPart(key, { ...header, ...change }, jwe);
    await expect(opening).rejects.toEqual(refusedAs('seal-header-mismatch'));
    await expect(opening).rejects.toThrow(field);
  });

  it.each([
    ['case', { caseId: '019a0000-0000-7000-8000-00000000000b' }],
    ['writer', { writer: 'applications' } as const],
    ['reader', { reader: 'insurance' } as const],
  ])('refuses a part of another %s, and a key of another %s', async (_field, change) => {
    const other = { ...header, ...change };
    const jwe = await sealPart(await newKey(other), other, { a: 1 });
    await expect(openPart(await newKey(), header, jwe)).rejects.toEqual(
      refusedAs('seal-header-mismatch'),
    );
    await expect(openPart(await newKey(), other, jwe)).rejects.toEqual(refusedAs('seal-wrong-key'));
    await expect(sealPart(await newKey(), other, {})).rejects.toEqual(refusedAs('seal-wrong-key'));
  });

  it('refuses a part sealed under another key of the same name', async () => {
    const jwe = await sealPart(await newKey(), header, { a: 1 });
    await expect(openPart(await newKey(), header, jwe)).rejects.toEqual(refusedAs('seal-tampered'));
  });

  it('refuses any changed character of the initial value, the ciphertext and the tag', async () => {
    const key = await newKey();
    const jwe = await sealPart(key, header, { a: 1 });
    const start = jwe.indexOf('..') + 2;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: start, max: jwe.length - 2 }), async (place) => {
        fc.pre(jwe[place] !== '.' && jwe[place + 1] !== '.');
        const other = jwe[place] === 'A' ? 'B' : 'A';
        const changed = jwe.slice(0, place) + other + jwe.slice(place + 1);
        await expect(openPart(key, header, changed)).rejects.toEqual(refusedAs('seal-tampered'));
      }),
      { numRuns: 60 },
    );
  });

  it('refuses a header that was exchanged for one that says what is expected', async () => {
    const key = await newKey();
    const [, ...rest] = (await sealPart(key, header, { a: 1 })).split('.');
    const expected = { ...header, sequence: 4 };
    const [fitting] = (await sealPart(key, expected, {})).split('.');
    const forged = [fitting, ...rest].join('.');
    await expect(openPart(key, expected, forged)).rejects.toEqual(refusedAs('seal-tampered'));
  });

  it.each([
    ['nothing', ''],
    ['no JWE', 'not.a.jwe'],
    ['a header that is no JSON', 'AAAA..AAAA.AAAA.AAAA'],
  ])('refuses %s', async (_what, jwe) => {
    const opening = openPart(await newKey(), header, jwe);
    await expect(opening).rejects.toEqual(refusedAs('seal-unreadable'));
  });

  it.each([
    ['another content encryption', { alg: 'dir', enc: 'A128CBC-HS256' }],
    ['compression', { alg: 'dir', enc: 'A256GCM', zip: 'DEF' }],
    ['no sequence', { alg: 'dir', enc: 'A256GCM', sequence: undefined }],
  ])('refuses a header with %s', async (_what, change) => {
    const { caseId, ...others } = header;
    const bad = Buffer.from(JSON.stringify({ case: caseId, ...others, ...change })).toString(
      'base64url',
    );
    const opening = openPart(
      await newKey(),
      header,
      `${bad}..AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA`,
    );
    await expect(opening).rejects.toEqual(refusedAs('seal-unreadable'));
  });

  it('refuses content that is no JSON, without quoting it', async () => {
    const key = await newKey();
    const { caseId, ...others } = header;
    const jwe = await new CompactEncrypt(pad(Buffer.from('山田 is no JSON')))
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', case: caseId, ...others })
      .encrypt(DataKey.secretOf(key));
    const error = await openPart(key, header, jwe).catch((thrown: unknown) => thrown);
    expect(error).toEqual(refusedAs('seal-not-json'));
    expect(String((error as Error).stack)).not.toContain('山田');
  });
});

describe('a data key', () => {
  it('cannot be exported, printed or serialised', async () => {
    const key = await newKey();
    expect(JSON.stringify(key)).toBe(
      JSON.stringify({
        ref: { caseId: header.caseId, writer: header.writer, reader: header.reader },
      }),
    );
    await expect(crypto.subtle.exportKey('raw', DataKey.secretOf(key))).rejects.toThrow();
  });
});
