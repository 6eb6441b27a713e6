import { describe, expect, it } from '@jest/globals';
import { factErrors } from './fact-errors.js';

describe('factErrors', () => {
  const fault = {
    code: 'unknown-field',
    detailJa: '項目がありません。',
    detailEn: 'No such field.',
  };

  it('names the path of the field, and the name that was probably meant', () => {
    expect(
      factErrors([
        { ...fault, pointer: '/householdFacts/persons/0/insurence', nearest: 'insurance' },
        { ...fault, pointer: '/eventDate' },
      ]),
    ).toEqual([
      {
        field: 'householdFacts.persons[0].insurence',
        code: 'unknown-field',
        message: '項目がありません。 / No such field. (→ insurance)',
      },
      { field: 'eventDate', code: 'unknown-field', message: '項目がありません。 / No such field.' },
    ]);
  });
});
