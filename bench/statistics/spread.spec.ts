import { describe, expect, it } from '@jest/globals';
import { pairedRatio, spreadOf, spreadsOf } from './spread.js';

describe('a spread', () => {
  it('has the middle value of an odd number of rounds, and the mean of the two of an even one', () => {
    expect(spreadOf([9, 1, 4])).toEqual({ median: 4, min: 1, max: 9 });
    expect(spreadOf([1, 9, 4, 2])).toEqual({ median: 3, min: 1, max: 9 });
    expect(spreadOf([5])).toEqual({ median: 5, min: 5, max: 5 });
  });

  it('keeps four digits that mean something', () => {
    expect(spreadOf([1234.567, 0.0123456])).toEqual({ median: 617.3, min: 0.01235, max: 1235 });
  });

  it('of no rounds is refused', () => {
    expect(() => spreadOf([])).toThrow('no rounds');
  });

  it('is made for every number of the rounds; what a round lacks is left out', () => {
    const rounds = [{ a: 1, inner: { b: 2 } }, { a: 3, inner: { b: 4, c: 7 } }, { a: 5 }];
    expect(spreadsOf<object>(rounds)).toEqual({
      a: { median: 3, min: 1, max: 5 },
      inner: { b: { median: 3, min: 2, max: 4 }, c: { median: 7, min: 7, max: 7 } },
    });
  });
});

describe('a paired ratio', () => {
  it('compares each round with itself, so that a slow round of both does not show', () => {
    expect(pairedRatio([100, 10, 80], [10, 1, 10])).toEqual({ median: 10, min: 8, max: 10 });
  });

  it('leaves out rounds that lack one of the two, and is absent when none is left', () => {
    expect(pairedRatio([100, undefined, 50], [10, 1, undefined])?.median).toBe(10);
    expect(pairedRatio([100, 50], [undefined, 0])).toBeUndefined();
  });
});
