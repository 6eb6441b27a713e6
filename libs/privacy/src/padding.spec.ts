import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { pad, unpad } from './padding.js';

describe('padding', () => {
  it('gives back exactly what it was given, whatever its last bytes are', () => {
    const ending = fc.constantFrom(0x00, 0x80, 0x41);
    const content = fc.tuple(fc.uint8Array({ maxLength: 600 }), fc.array(ending, { maxLength: 5 }));
    fc.assert(
      fc.property(content, ([head, tail]) => {
        const bytes = Uint8Array.from([...head, ...tail]);
        expect(unpad(pad(bytes))).toEqual(bytes);
      }),
    );
  });

  it('shows of the length only which 256-byte step it takes', () => {
    fc.assert(
      fc.property(fc.nat({ max: 3000 }), (length) => {
        expect(pad(new Uint8Array(length)).length).toBe(Math.ceil((length + 1) / 256) * 256);
      }),
    );
  });

  it('fills up coarsely to 16 KB, and takes either off', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20_000 }), (bytes) => {
        const padded = pad(bytes, 'coarse');
        expect(padded.length).toBe(bytes.length < 16_384 ? 16_384 : 32_768);
        expect(Buffer.from(unpad(padded)).equals(Buffer.from(bytes))).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  it.each([
    ['without a mark', new Uint8Array(256)],
    ['off a step', Uint8Array.from([0x41, 0x80])],
    ['with a step too many', Uint8Array.from([0x80, ...new Uint8Array(511)])],
    ['empty', new Uint8Array()],
  ])('refuses bytes %s', (_what, bytes) => {
    expect(() => unpad(bytes)).toThrow(expect.objectContaining({ code: 'seal-bad-padding' }));
  });
});
