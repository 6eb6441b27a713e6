import { describe, expect, it } from '@jest/globals';
import { asked, determined, find, standing, type Json } from './testing/household.js';

const dead = { id: 'd', role: 'head', birthDate: '1960-01-10', deceased: true, insurance: 'nhi' };
const wife = { id: 's', role: 'spouse', birthDate: '1964-03-03', insurance: 'nhi', sex: 'female' };
const FUNERAL = { funeralDate: '2026-05-14', funeralPayer: 's' };

interface Change {
  readonly on?: string;
  readonly facts?: Json;
  readonly dead?: Json;
  readonly wife?: Json;
  readonly more?: readonly Json[];
}

/** The head of a couple dies; what a test changes stands in its own lines. */
function death(change: Change = {}) {
  return determined({
    lifeEvent: 'death',
    eventDate: change.on ?? '2026-05-11',
    facts: { ...FUNERAL, ...change.facts },
    persons: [
      { ...dead, pension: 'none-yet', category1MonthsPaid: 0, ...change.dead },
      { ...wife, ...change.wife },
      ...(change.more ?? []),
    ],
  });
}

describe('death: registration', () => {
  it('counts seven days from the day known, that day included, and rolls a closed day', () => {
    expect(find(death(), 'death-registration')).toMatchObject({
      persons: ['d'],
      deadlineRule: 'K7',
      countedFrom: '2026-05-11',
      rawLastDay: '2026-05-17',
      deadline: '2026-05-18',
      filing: 'citizen',
    });
    const later = death({ facts: { knownDate: '2026-05-13' } });
    expect(find(later, 'death-registration')).toMatchObject({
      countedFrom: '2026-05-13',
      deadline: '2026-05-19',
    });
  });

  it('counts three months from the day known for a death abroad, and permits no cremation here', () => {
    const result = death({
      facts: { deathPlace: 'abroad', knownDate: '2026-01-31' },
      on: '2026-01-30',
    });
    expect(find(result, 'death-registration')).toMatchObject({
      deadlineRule: 'KM3',
      countedFrom: '2026-01-31',
      deadline: '2026-04-30',
    });
    expect(find(result, 'cremation-permit')).toBeUndefined();
  });

  it('asks who died when nobody says so', () => {
    const result = death({ dead: { deceased: undefined } });
    expect(standing(result, 'death-registration')).toBe('required');
    expect(asked(result, 'death-registration')).toEqual(['deceased of d', 'deceased of s']);
  });
});

describe('death: funeral benefits', () => {
  it('counts two years from the funeral, not rolled', () => {
    const result = death({ facts: { funeralDate: '2026-02-28' }, on: '2026-02-20' });
    expect(find(result, 'nhi-funeral-benefit')).toMatchObject({
      persons: ['s'],
      countedFrom: '2026-02-28',
      deadline: '2028-02-29',
    });
    expect(find(result, 'lsm-funeral-benefit')).toBeUndefined();
  });

  it('stays required without the day of the funeral, which is asked and never the death', () => {
    const result = death({ facts: { funeralDate: undefined, funeralPayer: undefined } });
    expect(find(result, 'nhi-funeral-benefit')).toMatchObject({
      requirement: 'required',
      persons: [],
      deadline: null,
      countedFrom: null,
      rawLastDay: null,
    });
    expect(asked(result, 'nhi-funeral-benefit').sort()).toEqual(['funeralDate', 'funeralPayer']);
  });

  it('asks the insurance first, not the funeral', () => {
    const result = death({ dead: { insurance: undefined }, facts: { funeralDate: undefined } });
    expect(standing(result, 'nhi-funeral-benefit')).toBe('maybe s');
    expect(asked(result, 'nhi-funeral-benefit')).toEqual(['insurance of d']);
  });
});

describe('death: the household', () => {
  const adult = { id: 'c', role: 'child', age: 20, insurance: 'employee' };

  it('notifies a new head where two of 15 or more remain, and National Health Insurance with it', () => {
    const result = death({ more: [adult] });
    expect(find(result, 'household-head-change')).toMatchObject({
      persons: ['s', 'c'],
      deadline: '2026-05-25',
      dependsOn: ['death-registration'],
      visitBasis: 'law',
    });
    expect(find(result, 'nhi-address-household-change')).toMatchObject({
      persons: ['s'],
      filing: 'deemed',
    });
  });

  it.each([
    ['one remains', []],
    ['the other is 14', [{ ...adult, age: 14 }]],
    ['the other lives elsewhere', [{ ...adult, livingTogether: false }]],
  ])('not where %s', (_case, more) => {
    const result = death({ more });
    expect(find(result, 'household-head-change')).toBeUndefined();
    expect(result.automaticEffects.join()).toContain('世帯主の変更');
  });

  it('insures dependants from the next day and counts from the death', () => {
    const result = death({
      dead: { insurance: 'employee', pension: 'category2' },
      wife: { birthDate: '1976-03-03', insurance: 'employee-dependent', pension: 'category3' },
    });
    for (const id of ['nhi-enroll', 'np-category1-acquire']) {
      expect(find(result, id)).toMatchObject({
        persons: ['s'],
        countedFrom: '2026-05-11',
        deadline: '2026-05-25',
        filing: 'citizen',
      });
    }
    expect(result.automaticEffects.join()).toContain('nhi-eligibility-certificate');
  });
});

describe('death: pensions', () => {
  it('is reported in 14 days, with an employees pension in 10, and not where My Number is linked', () => {
    const received = (pensionsReceived: readonly string[], linked = false) =>
      find(death({ dead: { pensionsReceived, pensionMyNumberLinked: linked } }), 'np-death-report');
    expect(received(['old-age-basic'])).toMatchObject({
      deadlineRule: 'J14',
      deadline: '2026-05-25',
    });
    expect(received(['old-age-basic', 'old-age-employees'])).toMatchObject({
      deadlineRule: 'J10',
      deadline: '2026-05-21',
    });
    expect(received(['old-age-basic'], true)).toBeUndefined();
  });

  it('names the first rank that shared the livelihood, all of it, and does not roll five years', () => {
    const child = (id: string, more: Json = {}) => ({ id, role: 'child', age: 40, ...more });
    const withPension = (change: Change) =>
      death({ ...change, dead: { pensionsReceived: ['old-age-basic'] } });
    expect(find(withPension({ more: [child('c')] }), 'np-unpaid-pension')).toMatchObject({
      persons: ['s'],
      deadlineRule: 'Y5',
      deadline: '2031-05-11',
    });
    const apart = { livingTogether: false };
    expect(
      standing(withPension({ wife: apart, more: [child('c'), child('e')] }), 'np-unpaid-pension'),
    ).toBe('required c,e');
    expect(
      standing(withPension({ wife: apart, more: [child('c', apart)] }), 'np-unpaid-pension'),
    ).toBeUndefined();
    const cousin = { id: 'o', role: 'other', relationToDeceased: 'relative3' };
    expect(standing(withPension({ wife: apart, more: [cousin] }), 'np-unpaid-pension')).toBe(
      'required o',
    );
    expect(
      asked(withPension({ wife: apart, more: [{ id: 'o', role: 'other' }] }), 'np-unpaid-pension'),
    ).toEqual(['relationToDeceased of o']);
  });

  it('offers the unpaid pension at the pension office with an employees pension', () => {
    const result = death({ dead: { pensionsReceived: ['old-age-basic', 'survivor-employees'] } });
    expect(standing(result, 'np-unpaid-pension')).toBe('offered s');
  });

  const young = { birthDate: '1984-01-10', pension: 'category1', category1MonthsPaid: 36 };

  it('pays the lump sum only where nobody is entitled to a survivors basic pension', () => {
    const childless = death({ dead: young, wife: { birthDate: '1985-01-01', yearsMarried: 5 } });
    expect(find(childless, 'np-death-lump-sum')).toMatchObject({
      requirement: 'required',
      persons: ['s'],
      countedFrom: '2026-05-11',
      deadline: '2028-05-11',
    });
    const withChild = death({
      dead: young,
      wife: { birthDate: '1985-01-01', yearsMarried: 5 },
      facts: { existingChildAllowanceRecipient: 's' },
      more: [{ id: 'c', role: 'child', age: 8, insurance: 'nhi' }],
    });
    expect(standing(withChild, 'np-survivor-basic')).toBe('required s,c');
    expect(find(withChild, 'np-death-lump-sum')).toBeUndefined();
  });

  const widow = { sex: 'male', category1MonthsPaid: 36, category1MonthsPaidOrExempt: 120 };

  it.each<[Json, Json, string | undefined, string | undefined]>([
    [widow, { yearsMarried: 10 }, 'offered s', 'offered s'],
    [{ ...widow, category1MonthsPaid: 35 }, { yearsMarried: 10 }, 'required s', undefined],
    [{ ...widow, category1MonthsPaidOrExempt: 119 }, { yearsMarried: 10 }, undefined, 'required s'],
    [widow, { yearsMarried: 9 }, undefined, 'required s'],
    [widow, {}, 'maybe s', 'maybe s'],
    [widow, { yearsMarried: 10, birthDate: '1961-05-12' }, undefined, 'required s'],
    [widow, { yearsMarried: 10, birthDate: '1961-05-13' }, 'offered s', 'offered s'],
    [
      { ...widow, pensionsReceived: ['disability-basic'] },
      { yearsMarried: 10 },
      undefined,
      undefined,
    ],
  ])('widow and lump sum exclude each other: %j %j', (husband, spouse, widowPension, lumpSum) => {
    const result = death({ dead: husband, wife: spouse });
    expect(standing(result, 'np-widow-pension')).toBe(widowPension);
    expect(standing(result, 'np-death-lump-sum')).toBe(lumpSum);
  });

  it('asks a sex only where neither says it', () => {
    const open = { ...widow, sex: undefined };
    const result = death({ dead: open, wife: { sex: undefined, yearsMarried: 10 } });
    expect(asked(result, 'np-widow-pension')).toEqual(['sex of s']);
    const said = death({ dead: widow, wife: { sex: undefined, yearsMarried: 10 } });
    expect(asked(said, 'np-widow-pension')).toEqual([]);
  });
});

describe('death: children', () => {
  const child = { id: 'c', role: 'child', birthDate: '2015-06-01', insurance: 'nhi' };
  const family = (change: Change = {}) =>
    death({
      ...change,
      facts: { existingChildAllowanceRecipient: 'd', otherChildren: 0, ...change.facts },
      more: [child, ...(change.more ?? [])],
    });

  it('passes the child allowance to the surviving parent', () => {
    expect(find(family(), 'child-allowance-claim')).toMatchObject({
      persons: ['s', 'c'],
      countedFrom: '2026-05-11',
      deadline: '2026-05-26',
      noLossDeadline: '2026-05-29',
      dependsOn: ['death-registration'],
    });
    expect(family().informational.join()).toContain('未払いの児童手当');
  });

  it('sends a public servant to the employer', () => {
    const result = family({ wife: { insurance: 'mutual-aid', publicServant: true } });
    expect(find(result, 'child-allowance-claim')).toBeUndefined();
    expect(result.informational.join()).toContain('勤務先');
  });

  it('gives the single parent allowance and certificate, and reports what they replace', () => {
    const result = death({
      facts: { existingChildAllowanceRecipient: 's', otherChildren: 0 },
      more: [{ ...child, childMedicalCertificate: true }],
    });
    expect(standing(result, 'child-rearing-allowance-claim')).toBe('required s,c');
    expect(standing(result, 'single-parent-medical')).toBe('required s,c');
    expect(standing(result, 'child-medical-change')).toBe('required c');
    expect(find(result, 'child-medical-certificate')).toBeUndefined();
  });

  it('ends the allowance of a child who died, and names the recipient only', () => {
    const result = determined({
      lifeEvent: 'death',
      eventDate: '2026-05-11',
      facts: { ...FUNERAL, existingChildAllowanceRecipient: 's', otherChildren: 0 },
      persons: [
        { ...wife, role: 'head' },
        { ...child, deceased: true },
      ],
    });
    expect(standing(result, 'child-allowance-cessation')).toBe('required s');
    expect(find(result, 'child-allowance-claim')).toBeUndefined();
  });
});

describe('death: of a child of a couple', () => {
  it('takes neither of the couple for the spouse of the child, and asks nobody for a pension category', () => {
    const result = determined({
      lifeEvent: 'death',
      eventDate: '2026-05-11',
      facts: { ...FUNERAL, existingChildAllowanceRecipient: 's', otherChildren: 0 },
      persons: [
        { ...dead, deceased: false },
        wife,
        { id: 'c', role: 'child', birthDate: '2018-06-01', insurance: 'nhi', deceased: true },
      ],
    });
    expect(find(result, 'np-category1-acquire')).toBeUndefined();
    expect(asked(result)).not.toContain('pension of s');
  });

  it('still asks a head alone with an adult who died what they were to each other', () => {
    const result = determined({
      lifeEvent: 'death',
      eventDate: '2026-05-11',
      facts: FUNERAL,
      persons: [
        { ...wife, role: 'head', birthDate: '1980-03-03', pension: 'category3' },
        { ...dead, role: 'other' },
      ],
    });
    expect(standing(result, 'np-category1-acquire')).toBe('maybe s');
    expect(asked(result, 'np-category1-acquire')).toEqual(['relationToDeceased of s']);
  });
});

describe('death: property', () => {
  it('counts three months from the day known', () => {
    expect(find(death({ on: '2026-02-28' }), 'property-current-owner')).toMatchObject({
      requirement: 'offered',
      rawLastDay: '2026-05-31',
      deadline: '2026-06-01',
    });
    const known = death({ on: '2026-04-20', facts: { knownDate: '2026-04-30' } });
    expect(find(known, 'property-current-owner')).toMatchObject({
      countedFrom: '2026-04-30',
      deadline: '2026-07-31',
    });
  });
});
