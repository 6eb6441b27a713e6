import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { DataKey } from './data-key.js';
import type { SealHeader } from './seal.js';
import { PIECE_BYTES, openBytes, sealBytes } from './sealed-bytes.js';

const header: SealHeader = {
  caseId: '019a0000-0000-7000-8000-00000000000a',
  writer: 'applications',
  reader: 'applications',
  type: 'attachment a of 2',
  sequence: 1,
};
const key = new DataKey(header, randomBytes(32));
const refusedAs = (code: string): unknown => expect.objectContaining({ name: 'SealError', code });

describe('sealed bytes', () => {
  it.each([0, 1, 1_000, PIECE_BYTES])('open to what was sealed: %i bytes', (length) => {
    const content = randomBytes(length);
    expect(openBytes(key, header, sealBytes(key, header, content)).equals(content)).toBe(true);
  });

  it('are equally long whatever they hold, and never look the same twice', () => {
    const [none, all] = [Buffer.alloc(0), Buffer.alloc(PIECE_BYTES)].map((content) =>
      sealBytes(key, header, content),
    );
    expect(none!.length).toBe(all!.length);
    expect(
      sealBytes(key, header, Buffer.alloc(9)).equals(sealBytes(key, header, Buffer.alloc(9))),
    ).toBe(false);
    expect(all!.includes(Buffer.alloc(64))).toBe(false);
  });

  it.each([
    ['another place', { sequence: 2 }],
    ['another file', { type: 'attachment b of 2' }],
    ['a file of fewer pieces', { type: 'attachment a of 1' }],
  ])('are refused at %s', (_what, change) => {
    const sealed = sealBytes(key, header, Buffer.from('content'));
    expect(() => openBytes(key, { ...header, ...change }, sealed)).toThrow(
      refusedAs('seal-tampered'),
    );
  });

  it('are refused when a byte was changed, cut off or is of another key', () => {
    const sealed = sealBytes(key, header, Buffer.from('content'));
    for (const at of [0, 12, 500, sealed.length - 1]) {
      const changed = Buffer.from(sealed);
      changed[at]! ^= 1;
      expect(() => openBytes(key, header, changed)).toThrow(refusedAs('seal-tampered'));
    }
    expect(() => openBytes(key, header, sealed.subarray(0, -1))).toThrow(
      refusedAs('seal-tampered'),
    );
    expect(() => openBytes(key, header, Buffer.alloc(3))).toThrow(refusedAs('seal-tampered'));
    const another = new DataKey(header, randomBytes(32));
    expect(() => openBytes(another, header, sealed)).toThrow(refusedAs('seal-tampered'));
  });

  it('are sealed under the case’s own key, and not beyond a piece', () => {
    const other = { ...header, caseId: '019a0000-0000-7000-8000-00000000000b' };
    expect(() => sealBytes(key, other, Buffer.alloc(1))).toThrow(refusedAs('seal-wrong-key'));
    expect(() => sealBytes(key, header, Buffer.alloc(PIECE_BYTES + 1))).toThrow(RangeError);
  });
});
