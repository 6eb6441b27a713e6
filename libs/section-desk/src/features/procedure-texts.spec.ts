import { describe, expect, it } from '@jest/globals';
import { procedures } from '@app/procedures';
import { procedureNames, procedureReference } from './procedure-texts.js';

describe('what officers read of a procedure', () => {
  it('is its name in the catalogue', () => {
    expect(procedureNames('birth-registration')).toEqual({
      procedureNameJa: '出生届',
      procedureNameEn: 'Birth registration',
    });
    expect(procedureReference('birth-registration')).toMatchObject({
      documents: ['出生証明書と一体の届書', '母子健康手帳'],
      law: expect.stringContaining('戸籍法49条'),
    });
  });

  it('is the id where the catalogue does not know it', () => {
    const procedureId = 'of-another-year';
    expect(procedureNames(procedureId)).toEqual({
      procedureNameJa: procedureId,
      procedureNameEn: procedureId,
    });
    expect(procedureReference(procedureId)).toEqual({
      documents: [],
      receptionCounter: null,
      law: null,
    });
  });

  it('is there in both languages for every procedure', () => {
    for (const { id } of procedures())
      for (const name of Object.values(procedureNames(id))) expect(name).toMatch(/\S/);
  });
});
