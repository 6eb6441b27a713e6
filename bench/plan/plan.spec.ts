import { expect, it } from '@jest/globals';
import { orderIn } from './plan.js';

it('the order of the subjects turns round with every round, and the subjects stay as they are', () => {
  const subjects = ['a', 'b', 'c'];
  const orders = [0, 1, 2, 3].map((round) => orderIn(round, subjects).join(''));
  expect(orders).toEqual(['abc', 'cba', 'abc', 'cba']);
  expect(subjects).toEqual(['a', 'b', 'c']);
});
