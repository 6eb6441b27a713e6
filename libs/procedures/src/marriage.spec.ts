import { describe, expect, it } from '@jest/globals';
import { asked, determined, find, standing, type Json } from './testing/household.js';

const husband = {
  id: 'h',
  role: 'head',
  birthDate: '1988-06-01',
  sex: 'male',
  insurance: 'employee',
  pension: 'category2',
  surnameChanges: false,
  myNumberCard: false,
  disabilityHandbook: false,
  selfSupportMedical: false,
};
const wife = {
  ...husband,
  id: 'w',
  role: 'spouse',
  sex: 'female',
  insurance: 'nhi',
  pension: 'category1',
  surnameChanges: true,
  sealRegistered: false,
  pregnant: false,
};
const child = {
  id: 'c',
  role: 'child',
  birthDate: '2018-06-01',
  insurance: 'nhi',
  myNumberCard: false,
  disabilityHandbook: false,
  selfSupportMedical: false,
  childMedicalCertificate: false,
  nursery: 'none',
  school: 'public-elementary',
};
const SETTLED = {
  alreadySameHousehold: true,
  existingChildAllowanceRecipient: null,
  otherChildren: 0,
};
const JOINED = { alreadySameHousehold: false, livingTogether: true };

/** A couple marries and she takes his name; what a test changes stands in its own lines. */
function marriage(
  facts: Json = {},
  hers: Json = {},
  more: readonly Json[] = [],
  on = '2026-05-11',
) {
  return determined({
    lifeEvent: 'marriage',
    eventDate: on,
    facts: { ...SETTLED, ...facts },
    persons: [husband, { ...wife, childRearingAllowanceRecipient: false, ...hers }, ...more],
  });
}

describe('marriage', () => {
  it('registers both, without a period, and asks nothing that changes nothing', () => {
    expect(find(marriage(), 'marriage-registration')).toMatchObject({
      persons: ['h', 'w'],
      deadlineRule: 'NONE',
      deadline: null,
    });
    expect(asked(marriage())).toEqual([]);
  });

  it('changes card and insurance for the name alone: filed by the citizen', () => {
    const result = marriage({}, { myNumberCard: true });
    expect(find(result, 'my-number-card-face-change')).toMatchObject({
      persons: ['w'],
      countedFrom: '2026-05-11',
      deadline: '2026-05-25',
      visitBasis: 'physical-card',
    });
    expect(standing(result, 'signature-certificate-reissue')).toBe('offered w');
    expect(find(result, 'nhi-address-household-change')).toMatchObject({
      persons: ['w'],
      filing: 'citizen',
    });
    expect(standing(result, 'former-surname-entry')).toBe('offered w');
  });

  it('joins two households at one address, and then the insurance is deemed', () => {
    const result = marriage(JOINED, { surnameChanges: false });
    expect(find(result, 'household-split-merge')).toMatchObject({
      persons: ['h', 'w'],
      visitBasis: 'law',
      deadline: '2026-05-25',
    });
    expect(find(result, 'nhi-address-household-change')).toMatchObject({
      persons: ['w'],
      filing: 'deemed',
    });
    expect(asked(marriage({ alreadySameHousehold: false }))).toContain('livingTogether');
  });

  it('leaves the insurance from the start of dependant status, and changes nothing there then', () => {
    const result = marriage({}, { dependantFrom: '2026-05-16' });
    expect(find(result, 'nhi-withdraw')).toMatchObject({
      persons: ['w'],
      countedFrom: '2026-05-16',
      rawLastDay: '2026-05-30',
      deadline: '2026-06-01',
      filing: 'citizen',
    });
    expect(find(result, 'nhi-address-household-change')).toBeUndefined();
    expect(result.informational.join()).toContain('第3号');
  });

  it('cancels a seal that shows the former surname', () => {
    const seal = (sealShowsSurname: boolean) =>
      marriage({}, { sealRegistered: true, sealShowsSurname });
    expect(standing(seal(true), 'seal-registration')).toBe('offered w');
    expect(seal(true).automaticEffects.join()).toContain('seal-registration-cancel');
    expect(find(seal(false), 'seal-registration')).toBeUndefined();
  });

  it('knows the surname of the one from the other, and asks of a foreign couple', () => {
    const his = marriage({}, { surnameChanges: undefined });
    expect(asked(his)).toEqual([]);
    expect(standing(his, 'former-surname-entry')).toBe('offered w');
    const foreign = marriage({}, { surnameChanges: undefined, nationality: 'foreign' });
    expect(asked(foreign)).toContain('surnameChanges of w');
  });
});

describe('marriage of a single parent', () => {
  const single = {
    childRearingAllowanceRecipient: true,
    singleParentMedical: true,
    surnameChanges: false,
  };
  const held = { ...child, singleParentMedical: true };

  it('ends allowance and certificate, then the child gets its own', () => {
    const result = marriage({}, single, [held]);
    expect(standing(result, 'child-rearing-allowance-cessation')).toBe('required w');
    expect(standing(result, 'single-parent-medical-cessation')).toBe('required w,c');
    expect(find(result, 'child-medical-certificate')).toMatchObject({
      persons: ['c'],
      dependsOn: ['single-parent-medical-cessation'],
    });
    expect(find(result, 'single-parent-medical-change')).toBeUndefined();
  });

  it.each([
    ['2026-08-31', '2011-04-01', undefined],
    ['2026-08-31', '2011-04-02', 'required c'],
    ['2026-09-01', '2008-04-01', undefined],
    ['2026-09-01', '2008-04-02', 'required c'],
  ])('on %s for a child born on %s: %s', (on, birthDate, expected) => {
    const result = marriage(
      {},
      { ...single, singleParentMedical: true },
      [{ ...held, birthDate }],
      on,
    );
    expect(standing(result, 'child-medical-certificate')).toBe(expected);
  });

  it('files the end of the allowance and no change of it on a move into the city', () => {
    const result = marriage(
      { from: { municipality: '東京都世田谷区', code5: '13112' } },
      { ...single, moves: true },
      [{ ...held, moves: true }],
    );
    expect(standing(result, 'child-rearing-allowance-cessation')).toBe('required w');
    expect(find(result, 'child-rearing-allowance-change-report')).toBeUndefined();
    expect(find(result, 'single-parent-medical-cessation')).toBeUndefined();
    expect(standing(result, 'child-medical-certificate')).toBe('required c');
  });
});

describe('marriage with a move inside the city', () => {
  it('names who moves by the move and who changes the name by the marriage', () => {
    const facts = {
      from: { municipality: '川崎市多摩区', code5: '14135' },
      moveDate: '2026-05-18',
      changesSchoolDistrict: false,
    };
    const result = marriage(facts, { moves: true, myNumberCard: true }, [
      { ...child, moves: true, myNumberCard: true },
    ]);
    expect(find(result, 'move-between-wards')).toMatchObject({
      persons: ['w', 'c'],
      countedFrom: '2026-05-18',
    });
    expect(find(result, 'my-number-card-face-change')).toMatchObject({
      persons: ['w', 'c'],
      countedFrom: '2026-05-11',
    });
    expect(find(result, 'nhi-address-household-change')).toMatchObject({
      persons: ['w', 'c'],
      filing: 'deemed',
    });
    expect(find(result, 'household-split-merge')).toBeUndefined();
  });
});

describe('name change', () => {
  const named = (own: Json, facts: Json = {}) =>
    determined({
      lifeEvent: 'name-change',
      eventDate: '2026-05-11',
      facts: { existingChildAllowanceRecipient: null, otherChildren: 0, ...facts },
      persons: [{ ...wife, role: 'head', givenNameChanges: false, ...own }],
    });

  it('is registered for whom it concerns; card and insurance follow by the citizen', () => {
    const result = named({ surnameChanges: false, givenNameChanges: true, myNumberCard: true });
    expect(standing(result, 'name-change-registration')).toBe('required w');
    expect(find(result, 'my-number-card-face-change')?.dependsOn).toEqual([
      'name-change-registration',
    ]);
    expect(find(result, 'nhi-address-household-change')).toMatchObject({
      filing: 'citizen',
      deadline: '2026-05-25',
    });
    expect(find(result, 'former-surname-entry')).toBeUndefined();
    expect(find(named({ surnameChanges: false }), 'name-change-registration')).toBeUndefined();
  });

  it('changes the child allowance where the recipient changes the name', () => {
    const result = named({}, { existingChildAllowanceRecipient: 'w' });
    expect(find(result, 'child-allowance-address-change')).toMatchObject({
      persons: ['w'],
      filing: 'citizen',
    });
  });
});
