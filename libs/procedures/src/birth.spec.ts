import { describe, expect, it } from '@jest/globals';
import { asked, determined, find, requiredIds, standing, type Json } from './testing/household.js';

const mother = {
  id: 'm',
  role: 'spouse',
  birthDate: '1991-02-03',
  insurance: 'nhi',
  pension: 'category1',
  isMother: true,
};
const father = {
  id: 'f',
  role: 'head',
  birthDate: '1989-04-12',
  insurance: 'nhi',
  pension: 'category1',
  higherEarner: true,
};
const SETTLED = {
  existingChildAllowanceRecipient: null,
  otherChildren: 0,
  directPaymentSystemUsed: true,
  lumpSumBalanceLeft: false,
};

interface Change {
  readonly on?: string;
  readonly facts?: Json;
  readonly father?: Json;
  readonly mother?: Json;
  readonly baby?: Json;
  readonly more?: readonly Json[];
}

/** A couple has a child; what a test changes stands in its own lines. */
function birth(change: Change = {}) {
  const on = change.on ?? '2026-05-11';
  return determined({
    lifeEvent: 'birth',
    eventDate: on,
    facts: { ...SETTLED, ...change.facts },
    persons: [
      { ...father, publicServant: false, ...change.father },
      { ...mother, ...change.mother },
      { id: 'b', role: 'child', birthDate: on, birthWeightGram: 3000, ...change.baby },
      ...(change.more ?? []),
    ],
  });
}

describe('birth: registration', () => {
  it('counts fourteen days with the day of birth and rolls a closed day', () => {
    expect(find(birth({ on: '2025-10-20' }), 'birth-registration')).toMatchObject({
      deadlineRule: 'K14',
      countedFrom: '2025-10-20',
      rawLastDay: '2025-11-02',
      deadline: '2025-11-04',
      filing: 'citizen',
    });
  });

  it('counts three months for a birth abroad, and names no entry by office', () => {
    const result = birth({ on: '2026-01-31', facts: { birthPlace: 'abroad' } });
    expect(find(result, 'birth-registration')).toMatchObject({
      deadlineRule: 'KM3',
      rawLastDay: '2026-04-30',
      deadline: '2026-04-30',
    });
    expect(result.automaticEffects.join()).not.toContain('職権記載');
  });
});

describe('birth: child allowance', () => {
  it('changes the amount where somebody receives it already', () => {
    const result = birth({ facts: { existingChildAllowanceRecipient: 'f' } });
    expect(standing(result, 'child-allowance-amount-change')).toBe('required f,b');
    expect(standing(result, 'child-allowance-claim')).toBeUndefined();
  });

  it('takes the recipient as claimant where nobody says who earns more', () => {
    const more = [{ id: 'c', role: 'child', birthDate: '2020-01-10' }];
    const result = birth({
      facts: { existingChildAllowanceRecipient: undefined },
      father: { higherEarner: undefined },
      mother: { childAllowanceRecipient: true, insurance: 'employee' },
      more,
    });
    expect(standing(result, 'child-allowance-amount-change')).toBe('required m,b');
    expect(standing(result, 'nhi-enroll')).toBeUndefined();
  });

  it('is claimed for all children not past the school year of 18', () => {
    const more = [
      { id: 'young', role: 'child', birthDate: '2008-04-02' },
      { id: 'old', role: 'child', birthDate: '2008-04-01' },
    ];
    const result = birth({ more });
    expect(standing(result, 'child-allowance-claim')).toBe('required f,b,young');
  });

  it('sends a public servant to the employer', () => {
    const result = birth({ father: { insurance: 'mutual-aid', publicServant: true } });
    expect(standing(result, 'child-allowance-claim')).toBeUndefined();
    expect(result.informational.join()).toContain('勤務先');
  });

  it('asks whether an employee is a public servant, and nobody else', () => {
    const result = birth({ father: { insurance: 'employee', publicServant: undefined } });
    expect(standing(result, 'child-allowance-claim')).toBe('maybe f,b');
    expect(asked(result, 'child-allowance-claim')).toEqual(['publicServant of f']);
    expect(standing(birth({ father: { publicServant: undefined } }), 'child-allowance-claim')).toBe(
      'required f,b',
    );
  });

  it('is required whoever the claimant is, and asks who it is', () => {
    const result = birth({ father: { higherEarner: undefined } });
    expect(standing(result, 'child-allowance-claim')).toBe('required b');
    expect(asked(result)).toEqual(['higherEarner of f', 'higherEarner of m']);
    expect(standing(result, 'nhi-enroll')).toBe('required b');
  });

  it('asks who receives it when that is open', () => {
    const result = birth({
      facts: { existingChildAllowanceRecipient: undefined, otherChildren: undefined },
    });
    expect(standing(result, 'child-allowance-claim')?.slice(0, 5)).toBe('maybe');
    expect(standing(result, 'child-allowance-amount-change')?.slice(0, 5)).toBe('maybe');
    expect(asked(result, 'child-allowance-claim')).toEqual(['existingChildAllowanceRecipient']);
  });

  it('loses nothing until the end of the month', () => {
    expect(find(birth({ on: '2026-05-11' }), 'child-allowance-claim')).toMatchObject({
      deadlineRule: 'A15',
      rawLastDay: '2026-05-26',
      deadline: '2026-05-26',
      noLossDeadline: '2026-05-29',
    });
    expect(find(birth({ on: '2026-05-25' }), 'child-allowance-claim')).toMatchObject({
      deadline: '2026-06-09',
      noLossDeadline: '2026-06-09',
    });
  });
});

describe('birth: three or more children', () => {
  const child = (id: string, birthDate: string) => ({ id, role: 'child', birthDate });

  it('asks for the confirmation when one of three is past 18 and not past 22', () => {
    const more = [child('c18', '2008-01-01'), child('c10', '2016-01-01')];
    expect(standing(birth({ more }), 'child-allowance-sibling-confirmation')).toBe(
      'required f,c18',
    );
  });

  it.each([
    ['none is past 18', [child('a', '2010-01-01'), child('c', '2016-01-01')]],
    ['the older one is past 22', [child('a', '2004-04-01'), child('c', '2016-01-01')]],
    ['there are only two', [child('a', '2008-01-01')]],
  ])('not when %s', (_case, more) => {
    expect(standing(birth({ more }), 'child-allowance-sibling-confirmation')).toBeUndefined();
  });

  it('is open while the other children have no ages, or are not counted', () => {
    for (const otherChildren of [2, undefined]) {
      const result = birth({ facts: { otherChildren } });
      expect(standing(result, 'child-allowance-sibling-confirmation')).toBe('maybe f');
      expect(asked(result, 'child-allowance-sibling-confirmation')).toEqual(['otherChildren']);
    }
    expect(
      standing(birth({ facts: { otherChildren: 1 } }), 'child-allowance-sibling-confirmation'),
    ).toBeUndefined();
  });

  it('did not exist before October 2024', () => {
    const more = [child('c18', '2005-01-01'), child('c10', '2016-01-01')];
    expect(
      standing(birth({ on: '2024-09-30', more }), 'child-allowance-sibling-confirmation'),
    ).toBeUndefined();
    expect(
      standing(birth({ on: '2024-10-01', more }), 'child-allowance-sibling-confirmation'),
    ).toBe('required f,c18');
  });
});

describe('birth: insurance and pension', () => {
  it('insures the child with the claimant', () => {
    const result = birth({ father: { insurance: 'employee' } });
    expect(standing(result, 'nhi-enroll')).toBeUndefined();
    expect(find(result, 'child-medical-certificate')?.dependsOn).toEqual(['birth-registration']);
  });

  it('files the joining of the newborn by the citizen', () => {
    expect(find(birth(), 'nhi-enroll')).toMatchObject({
      filing: 'citizen',
      persons: ['b'],
      dependsOn: ['birth-registration'],
    });
  });

  it.each([
    [{ directPaymentSystemUsed: false }, 'required m'],
    [{ directPaymentSystemUsed: true, lumpSumBalanceLeft: true }, 'required m'],
    [{ directPaymentSystemUsed: true, lumpSumBalanceLeft: undefined }, 'maybe m'],
    [{ directPaymentSystemUsed: undefined, lumpSumBalanceLeft: undefined }, 'maybe m'],
    [{}, undefined],
  ])('lump sum with %j: %s', (facts, expected) => {
    expect(standing(birth({ facts }), 'nhi-childbirth-lump-sum')).toBe(expected);
  });

  it('pays the lump sum only to a member', () => {
    const result = birth({
      facts: { directPaymentSystemUsed: false },
      mother: { insurance: 'employee' },
    });
    expect(standing(result, 'nhi-childbirth-lump-sum')).toBeUndefined();
    expect(standing(result, 'nhi-maternity-premium-relief')).toBeUndefined();
  });

  it('counts two years for the lump sum and does not roll them', () => {
    const result = birth({ on: '2026-02-28', facts: { directPaymentSystemUsed: false } });
    expect(find(result, 'nhi-childbirth-lump-sum')).toMatchObject({
      deadline: '2028-02-29',
      rawLastDay: '2028-02-29',
    });
  });

  it('relieves from premiums and contributions since their days of validity', () => {
    expect(standing(birth({ on: '2023-12-31' }), 'nhi-maternity-premium-relief')).toBeUndefined();
    expect(standing(birth({ on: '2024-01-01' }), 'nhi-maternity-premium-relief')).toBe(
      'required m',
    );
    expect(standing(birth({ on: '2019-01-31' }), 'np-maternity-exemption')).toBeUndefined();
    expect(standing(birth({ on: '2019-02-01' }), 'np-maternity-exemption')).toBe('required m');
  });

  it('exempts each parent in category 1 who raises the child from October 2026', () => {
    expect(standing(birth({ on: '2026-09-30' }), 'np-childcare-exemption')).toBeUndefined();
    expect(standing(birth({ on: '2026-10-01' }), 'np-childcare-exemption')).toBe('required f,m');
    expect(
      standing(
        birth({ on: '2026-10-01', father: { livingTogether: false } }),
        'np-childcare-exemption',
      ),
    ).toBe('required m');
    expect(
      standing(
        birth({ on: '2026-10-01', mother: { pension: 'category3' } }),
        'np-childcare-exemption',
      ),
    ).toBe('required f');
  });

  it('joins nobody on public assistance and gives no medical certificate', () => {
    const result = birth({ facts: { publicAssistance: true } });
    expect(standing(result, 'nhi-enroll')).toBeUndefined();
    expect(standing(result, 'child-medical-certificate')).toBeUndefined();
    const onWelfare = birth({ father: { insurance: 'welfare' } });
    expect(standing(onWelfare, 'child-medical-certificate')).toBeUndefined();
  });

  it('asks the mother for her pension category', () => {
    const result = birth({ mother: { pension: undefined } });
    expect(standing(result, 'np-maternity-exemption')).toBe('maybe m');
    expect(asked(result)).toEqual(['pension of m']);
  });

  it('asks who the mother is', () => {
    const result = birth({ mother: { isMother: undefined, pension: 'category3' } });
    expect(standing(result, 'np-maternity-exemption')).toBe('maybe f');
    expect(asked(result, 'np-maternity-exemption')).toEqual(['isMother of f']);
    expect(
      standing(
        birth({ father: { sex: 'male' }, mother: { isMother: undefined } }),
        'np-maternity-exemption',
      ),
    ).toBe('maybe m');
  });
});

describe('birth: single parent', () => {
  const alone = (facts: Json = {}, own: Json = {}, more: readonly Json[] = []) =>
    determined({
      lifeEvent: 'birth',
      eventDate: '2026-05-11',
      facts: { ...SETTLED, ...facts },
      persons: [
        { ...mother, role: 'head', ...own },
        { id: 'b', role: 'child', birthDate: '2026-05-11', birthWeightGram: 3000 },
        ...more,
      ],
    });

  it('claims the child rearing allowance and the single-parent medical certificate instead of the child one', () => {
    const result = alone({ singleParent: true });
    expect(standing(result, 'child-rearing-allowance-claim')).toBe('required m,b');
    expect(find(result, 'child-rearing-allowance-claim')).toMatchObject({
      visitBasis: 'consultation',
      dependsOn: ['birth-registration'],
    });
    expect(standing(result, 'single-parent-medical')).toBe('required m,b');
    expect(find(result, 'single-parent-medical')?.dependsOn).toEqual([
      'child-rearing-allowance-claim',
      'nhi-enroll',
    ]);
    expect(standing(result, 'child-medical-certificate')).toBeUndefined();
  });

  it('is asked when only one parent is listed, never of a couple', () => {
    const result = alone();
    expect(standing(result, 'child-medical-certificate')).toBe('maybe b');
    expect(standing(result, 'single-parent-medical')).toBe('maybe m,b');
    expect(asked(result)).toEqual(['singleParent']);
    expect(asked(birth())).toEqual([]);
  });

  it('names those without the certificate, and claims nothing twice', () => {
    const more = [{ id: 'c', role: 'child', birthDate: '2020-01-10', singleParentMedical: true }];
    const own = {
      singleParentMedical: true,
      childRearingAllowanceRecipient: true,
      childAllowanceRecipient: true,
    };
    const result = alone({ singleParent: true, existingChildAllowanceRecipient: 'm' }, own, more);
    expect(standing(result, 'child-rearing-allowance-claim')).toBeUndefined();
    expect(standing(result, 'single-parent-medical')).toBe('required b');
  });
});

describe('birth: the newborn', () => {
  it.each([
    [2499, 'required b'],
    [2500, undefined],
    [undefined, 'maybe b'],
  ])('weight %s: low birth weight %s', (birthWeightGram, expected) => {
    expect(standing(birth({ baby: { birthWeightGram } }), 'low-birth-weight-notification')).toBe(
      expected,
    );
  });

  it.each([
    [true, 3000, 'required b'],
    [false, 1500, undefined],
    [undefined, 2000, 'maybe b'],
    [undefined, 2001, undefined],
    [undefined, undefined, 'maybe b'],
  ])('hospital care %s at %s g: %s', (hospitalizedForPrematurity, birthWeightGram, expected) => {
    const result = birth({ facts: { hospitalizedForPrematurity }, baby: { birthWeightGram } });
    expect(standing(result, 'premature-medical-care')).toBe(expected);
  });

  it('gets the second pregnancy support benefit from April 2025', () => {
    expect(standing(birth({ on: '2025-03-31' }), 'pregnancy-support-benefit-2')).toBeUndefined();
    expect(standing(birth({ on: '2025-04-01' }), 'pregnancy-support-benefit-2')).toBe('required m');
  });

  it('is found without a birth date, and twins are both named', () => {
    const result = birth({ baby: { birthDate: undefined, age: 0 } });
    expect(standing(result, 'birth-registration')).toBe('required b');
    const twins = birth({
      more: [{ id: 'b2', role: 'child', birthDate: '2026-05-11', birthWeightGram: 2400 }],
    });
    expect(standing(twins, 'birth-registration')).toBe('required b,b2');
    expect(standing(twins, 'low-birth-weight-notification')).toBe('required b2');
  });

  it('is asked for when no child can be told to be the newborn', () => {
    const result = birth({ baby: { birthDate: undefined, birthWeightGram: undefined } });
    expect(standing(result, 'birth-registration')).toBe('required');
    expect(asked(result, 'birth-registration')).toEqual(['birthDate of b']);
  });

  it('of foreign parents is told about the status of residence', () => {
    const foreign = { nationality: 'foreign' };
    expect(birth({ father: foreign, mother: foreign }).informational.join()).toContain('在留資格');
    expect(birth({ mother: foreign }).informational).toEqual([]);
  });

  it('gets its card by mail: no visit', () => {
    expect(find(birth(), 'my-number-card-application')).toMatchObject({
      requirement: 'offered',
      visitRequired: false,
    });
  });
});

describe('birth: what is not proposed', () => {
  it('requires nothing of a move and asks nothing that changes nothing', () => {
    const result = birth();
    expect(requiredIds(result)).not.toContain('move-in-notification');
    expect(asked(result)).toEqual([]);
  });
});
