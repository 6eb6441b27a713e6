import { describe, expect, it } from '@jest/globals';
import { UnknownProcedureError } from './errors.js';
import { factsFor } from './facts-for.js';

const household = {
  from: { code5: '13112' },
  publicAssistance: false,
  singleParent: true,
  facilityResident: false,
  persons: [
    {
      id: 'p1',
      role: 'head',
      birthDate: '1985-06-01',
      insurance: 'nhi',
      annualIncomeYen: 1,
      disabilityHandbook: true,
    },
    { id: 'p2', role: 'child', birthDate: '2015-06-01', insurance: 'nhi' },
  ],
};

describe('factsFor', () => {
  it('keeps the persons named and the facts that the procedure uses, nothing else', () => {
    expect(factsFor('nhi-enroll', household, ['p1'])).toEqual({
      from: { code5: '13112' },
      publicAssistance: false,
      facilityResident: false,
      persons: [{ id: 'p1', role: 'head', birthDate: '1985-06-01', insurance: 'nhi' }],
    });
  });

  it('keeps ids and roles only where the catalogue lists nothing', () => {
    expect(factsFor('certificate-issuance', household, ['p2'])).toEqual({
      persons: [{ id: 'p2', role: 'child' }],
    });
  });

  it('refuses a procedure that does not exist', () => {
    expect(() => factsFor('nhi', household, [])).toThrow(UnknownProcedureError);
  });
});
