import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { drawReferenceNumber } from './reference-number.js';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The check of Crockford's base 32, written a second time: 32 is -5 modulo 37. */
function isConsistent(reference: string): boolean {
  const plain = reference.replace('-', '');
  const digits = [...plain].map((character) => ALPHABET.indexOf(character));
  const check = digits.pop();
  const remainder = digits.reduce((sum, digit) => (((sum * -5 + digit) % 37) + 37) % 37, 0);
  return remainder === check;
}

/** Bytes that a test chooses, then counted ones, because a number whose check cannot be said is drawn again. */
function bytesFrom(chosen: Uint8Array) {
  let next = 0;
  return (size: number) =>
    Uint8Array.from({ length: size }, () => chosen[next++] ?? (next * 7) % 256);
}

describe('reference number', () => {
  it('has ten characters and a fitting check character in two groups', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 10, maxLength: 40 }), (bytes) => {
        const reference = drawReferenceNumber(bytesFrom(bytes));
        expect(reference).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{6}$/);
        expect(isConsistent(reference)).toBe(true);
      }),
    );
  });

  it('shows any single wrong character', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 10, maxLength: 40 }),
        fc.nat(10),
        fc.integer({ min: 1, max: 31 }),
        (bytes, place, shift) => {
          const plain = [...drawReferenceNumber(bytesFrom(bytes)).replace('-', '')];
          plain[place] = ALPHABET[(ALPHABET.indexOf(plain[place] ?? '') + shift) % 32] ?? '';
          expect(isConsistent(plain.join(''))).toBe(false);
        },
      ),
    );
  });
});
