import { describe, expect, it } from '@jest/globals';
import { fieldAt } from './field-at.js';

describe('field path', () => {
  it.each([
    ['', ''],
    ['/contact', 'contact'],
    ['/householdFacts/persons/0/role', 'householdFacts.persons[0].role'],
    ['/a~1b/m~0n', 'a/b.m~n'],
  ])('of the pointer "%s" is "%s"', (pointer, path) => expect(fieldAt(pointer)).toBe(path));
});
