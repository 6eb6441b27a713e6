import { describe, expect, it } from '@jest/globals';
import { isLongerThan, nameProblem } from './person-name.js';
import { nearestName } from './nearest-name.js';

describe('isLongerThan', () => {
  it.each([
    ['葛\u{e0100}城', 2],
    ['𠮷野', 2],
    ['か\u3099', 1],
    ['青葉', 2],
    ['', 0],
  ])('counts %s as people do', (text, length) => {
    expect([isLongerThan(text, length), isLongerThan(text, length - 1)]).toEqual([false, true]);
  });
});

describe('nameProblem', () => {
  it.each(['髙橋 﨑子', '葛\u{e0100}城 太郎', '𠮷野 花子', '\u{f0000}田', "O'Brien Séan"])(
    'lets %s stand',
    (name) => {
      expect(nameProblem(name)).toBeUndefined();
    },
  );

  it.each([
    ['empty', '  '],
    ['forbidden-character', '山田\u0000'],
    ['forbidden-character', '山田\ud800'],
    ['forbidden-character', '山田\u0378'],
    ['forbidden-character', '山田\u202e'],
    ['too-long', '山'.repeat(101)],
    ['too-long', '山'.repeat(100_000)],
  ])('says %s', (problem, name) => {
    expect(nameProblem(name)).toBe(problem);
  });
});

describe('nearestName', () => {
  const known = ['insurance', 'pension', 'publicServant'];

  it('finds the name that was meant', () => {
    expect([nearestName('insurence', known), nearestName('Public_Servant', known)]).toEqual([
      'insurance',
      'publicServant',
    ]);
  });

  it('finds nothing when nothing is near', () => {
    expect([
      nearestName('xyz', known),
      nearestName('x'.repeat(5000), known),
      nearestName('a', []),
    ]).toEqual([undefined, undefined, undefined]);
  });
});
