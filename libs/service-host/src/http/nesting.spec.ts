import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_DEPTH, isTooDeep } from './nesting.js';

const nested = (depth: number, inside: unknown, wrap: (value: unknown) => unknown): unknown =>
  Array.from({ length: depth }).reduce((value) => wrap(value), inside);
const wraps = fc.constantFrom<(value: unknown) => unknown>(
  (value) => [value],
  (value) => ({ a: value }),
  (value) => [1, { b: value, c: null }],
);

describe('isTooDeep', () => {
  it('takes any JSON that people send', () => {
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 10 }), (value) => !isTooDeep(value)));
  });

  it('tells a body that goes too deep anywhere, and one that goes just as deep as it may', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), wraps, (beside, wrap) => {
        expect(isTooDeep([beside, nested(MAX_DEPTH + 1, {}, wrap)])).toBe(true);
      }),
    );
    expect(isTooDeep(nested(MAX_DEPTH, [], (value) => [value]))).toBe(false);
    expect(isTooDeep(nested(MAX_DEPTH + 1, [], (value) => [value]))).toBe(true);
  });

  it('is not exhausted itself', () => {
    expect(isTooDeep(nested(100_000, [], (value) => [value]))).toBe(true);
    expect(isTooDeep(Array.from({ length: 100_000 }, () => ({})))).toBe(false);
  });
});
