import { describe, expect, it } from '@jest/globals';
import { faultsOfChoice, faultsOfDays, faultsOfParts, type FilingParts } from './filing.rule.js';

const persons = ['p1', 'p2'];
const whole: FilingParts = {
  applicant: { person: 'p1' },
  contact: { email: 'a@example.jp' },
  identities: [
    { person: 'p1', familyName: '窓口' },
    { person: 'p2', familyName: '窓口' },
  ],
};
const codes = (parts: Partial<FilingParts>) =>
  faultsOfParts({ ...whole, ...parts }, persons).map(({ pointer, code }) => `${pointer} ${code}`);

describe('parts of a filing', () => {
  it('fit when everybody is named once and somebody can be reached', () => {
    expect(codes({})).toEqual([]);
    expect(
      codes({ applicant: { name: { familyName: '代理' } }, contact: { phone: '000-0000-0000' } }),
    ).toEqual([]);
  });

  it('do not fit when a person is not in the household, is named twice or not at all', () => {
    const [first] = whole.identities;
    if (first === undefined) throw new Error('there is a first identity');
    expect(codes({ applicant: { person: 'p9' } })).toEqual(['/applicant/person not-in-household']);
    expect(codes({ identities: [...whole.identities, { ...first, person: 'p9' }] })).toEqual([
      '/identities/2/person not-in-household',
    ]);
    expect(codes({ identities: [...whole.identities, first] })).toEqual([
      '/identities/2/person twice',
    ]);
    expect(codes({ identities: [first] })).toEqual(['/identities missing']);
  });

  it('need an applicant and a way to reach them', () => {
    expect(codes({ applicant: {} })).toEqual(['/applicant missing']);
    expect(codes({ contact: {} })).toEqual(['/contact missing']);
  });
});

describe('days of a filing', () => {
  const days = { lifeEvent: 'birth', eventDate: '2026-11-21', intakeDate: '2026-11-21' };
  it('may be today', () => expect(faultsOfDays(days, '2026-11-21')).toEqual([]));
  it('may not be tomorrow', () => {
    expect(faultsOfDays(days, '2026-11-20').map(({ pointer }) => pointer)).toEqual([
      '/eventDate',
      '/intakeDate',
    ]);
  });
  it('may be planned for a move-out only', () => {
    expect(
      faultsOfDays({ ...days, lifeEvent: 'move-out', intakeDate: '2026-11-20' }, '2026-11-20'),
    ).toEqual([]);
  });
});

describe('chosen procedures', () => {
  it('are among those that can be chosen', () => {
    expect(faultsOfChoice(['a'], new Set(['a']))).toEqual([]);
    expect(faultsOfChoice(['a', 'b'], new Set(['a'])).map(({ pointer }) => pointer)).toEqual([
      '/chosenProcedures/1',
    ]);
  });
});
