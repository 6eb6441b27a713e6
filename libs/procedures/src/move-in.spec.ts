import { describe, expect, it } from '@jest/globals';
import { asked, find, standing } from './testing/household.js';
import { child, moveIn } from './testing/move-in.js';

describe('move-in: register and card', () => {
  it('needs one visit within fourteen days', () => {
    expect(find(moveIn({ on: '2026-03-28' }), 'move-in-notification')).toMatchObject({
      deadline: '2026-04-13',
      rawLastDay: '2026-04-11',
      countedFrom: '2026-03-28',
      visitRequired: true,
      visitBasis: 'law',
      dependsOn: [],
    });
  });

  it('leaves out who stays behind, does not move, or is a former spouse', () => {
    const more = [
      child('c', '2015-01-01', { moves: false }),
      child('d', '2016-01-01', { remainsAtOldAddress: true }),
      { id: 'x', role: 'former-spouse', birthDate: '1985-01-01' },
    ];
    expect(standing(moveIn({ more }), 'move-in-notification')).toBe('required a');
  });

  it.each([
    ['2026-05-25', undefined, 'required a', undefined],
    ['2026-05-26', undefined, undefined, 'offered a'],
    ['2026-05-15', '2026-04-15', 'required a', undefined],
    ['2026-05-16', '2026-04-15', undefined, 'offered a'],
  ])(
    'filed on %s with the planned move-out %s: continuation %s, application %s',
    (filedOn, planned, stays, anew) => {
      const result = moveIn({
        filedOn,
        facts: { transferOutPlannedDate: planned },
        adult: { myNumberCard: true },
      });
      expect(standing(result, 'my-number-card-continuation')).toBe(stays);
      expect(standing(result, 'my-number-card-application')).toBe(anew);
    },
  );

  it('lets the card lapse ninety days after the filing, on a closed day too', () => {
    const result = moveIn({
      on: '2026-04-06',
      filedOn: '2026-04-06',
      adult: { myNumberCard: true },
    });
    expect(find(result, 'my-number-card-continuation')).toMatchObject({
      deadlineRule: 'C90',
      deadline: '2026-07-05',
      visitBasis: 'physical-card',
      dependsOn: ['move-in-notification'],
    });
  });

  it('offers a new signature certificate from 15 on', () => {
    const more = [
      child('c', '2011-05-12', { myNumberCard: true }),
      child('d', '2011-05-13', { myNumberCard: true }),
    ];
    const result = moveIn({ adult: { myNumberCard: true }, more });
    expect(standing(result, 'signature-certificate-reissue')).toBe('offered a,c');
    expect(standing(result, 'seal-registration')).toBe('offered a,c');
  });

  it('asks for the card and keeps both ways open', () => {
    const result = moveIn({ adult: { myNumberCard: undefined } });
    expect(standing(result, 'my-number-card-continuation')).toBe('maybe a');
    expect(standing(result, 'my-number-card-application')).toBe('maybe a');
    expect(asked(result)).toEqual(['myNumberCard of a']);
  });

  it('takes the residence card as the address filing', () => {
    expect(
      find(moveIn({ adult: { nationality: 'foreign' } }), 'residence-card-address'),
    ).toMatchObject({
      persons: ['a'],
      filing: 'deemed',
      visitBasis: 'physical-card',
      deadlineRule: 'J14',
    });
    const without = moveIn({ adult: { nationality: 'foreign', residenceCard: false } });
    expect(standing(without, 'residence-card-address')).toBeUndefined();
    expect(
      standing(moveIn({ adult: { nationality: 'foreign' } }), 'honseki-transfer'),
    ).toBeUndefined();
  });
});

describe('move-in: health insurance', () => {
  it('is deemed after NHI at the origin, a filing after no insurance, and a filing for both together', () => {
    expect(find(moveIn(), 'nhi-enroll')).toMatchObject({ persons: ['a'], filing: 'deemed' });
    expect(find(moveIn({ adult: { insurance: 'none' } }), 'nhi-enroll')).toMatchObject({
      filing: 'citizen',
    });
    const mixed = moveIn({ more: [child('c', '2015-01-01', { insurance: 'none' })] });
    expect(find(mixed, 'nhi-enroll')).toMatchObject({ persons: ['a', 'c'], filing: 'citizen' });
  });

  it.each([
    'employee',
    'employee-dependent',
    'mutual-aid',
    'mutual-aid-dependent',
    'nhi-union',
    'lsm',
    'welfare',
  ])('is not joined from %s', (insurance) => {
    expect(standing(moveIn({ adult: { insurance } }), 'nhi-enroll')).toBeUndefined();
  });

  it('ends with the day before the 75th birthday', () => {
    expect(standing(moveIn({ adult: { birthDate: '1951-05-12' } }), 'nhi-enroll')).toBe(
      'required a',
    );
    expect(standing(moveIn({ adult: { birthDate: '1951-05-11' } }), 'nhi-enroll')).toBeUndefined();
  });

  it.each([
    [{ employeeInsuranceFrom: '2026-05-11' }, undefined],
    [{ dependantFrom: '2026-05-11' }, undefined],
    [{ employeeInsuranceFrom: '2026-05-12' }, 'required a'],
    [{ dependantFrom: null }, 'required a'],
  ])('not beside other cover that has begun: %j', (own, expected) => {
    expect(standing(moveIn({ adult: own }), 'nhi-enroll')).toBe(expected);
  });

  it("asks whose the household's dependantFrom is when several could be meant", () => {
    const facts = { dependantFrom: '2026-05-01' };
    expect(standing(moveIn({ facts }), 'nhi-enroll')).toBeUndefined();
    const two = moveIn({ facts, more: [child('c', '2015-01-01')] });
    expect(standing(two, 'nhi-enroll')).toBe('maybe a,c');
    expect(asked(two, 'nhi-enroll')).toEqual(['dependantFrom of a', 'dependantFrom of c']);
  });

  it('asks for an unknown insurance of a person and keeps the rest required', () => {
    const result = moveIn({ more: [child('c', '2015-01-01', { insurance: undefined })] });
    expect(standing(result, 'nhi-enroll')).toBe('required a');
    expect(asked(result, 'nhi-enroll')).toEqual(['insurance of c']);
    expect(standing(result, 'lsm-enroll-transfer')).toBeUndefined();
  });

  it('joins nobody on public assistance; whoever left it counts as without insurance', () => {
    expect(standing(moveIn({ facts: { publicAssistance: true } }), 'nhi-enroll')).toBeUndefined();
    const left = moveIn({ facts: { publicAssistance: false }, adult: { insurance: 'welfare' } });
    expect(find(left, 'nhi-enroll')).toMatchObject({ filing: 'citizen' });
  });

  it('stays with the old insurer in a facility under the special rule', () => {
    const old = {
      birthDate: '1940-01-01',
      insurance: 'lsm',
      careLevel: 'care2',
      facilityResident: true,
    };
    const result = moveIn({ adult: old });
    for (const id of [
      'lsm-enroll-transfer',
      'ltci-qualification-move-in',
      'ltci-certification-transfer',
    ]) {
      expect(standing(result, id)).toBeUndefined();
    }
    expect(result.informational.join()).toContain('住所地特例');
    expect(standing(moveIn({ facts: { facilityResident: true } }), 'nhi-enroll')).toBeUndefined();
  });

  it.each([
    [{ student: true, studentSupportedByFamily: true }, undefined],
    [{ student: true, studentSupportedByFamily: false }, 'required a'],
    [{ student: true }, 'maybe a'],
    [{}, 'required a'],
  ])('of a student %j: %s', (own, expected) => {
    const result = moveIn({ adult: own });
    expect(standing(result, 'nhi-enroll')).toBe(expected);
    expect(asked(result)).toEqual(expected === 'maybe a' ? ['studentSupportedByFamily of a'] : []);
    expect(result.informational.join().includes('マル学')).toBe(expected === undefined);
  });

  it('changes the insurer of late-stage care only across the prefecture', () => {
    const old = { birthDate: '1940-01-01', insurance: 'lsm' };
    expect(find(moveIn({ adult: old }), 'lsm-enroll-transfer')).toMatchObject({
      filing: 'deemed',
      deadlineRule: 'J14',
    });
    const near = moveIn({
      adult: old,
      facts: { from: { municipality: '横浜市西区', code5: '14103' } },
    });
    expect(standing(near, 'lsm-enroll-transfer')).toBeUndefined();
    expect(standing(near, 'lsm-address-change')).toBe('required a');
    const nowhere = moveIn({ adult: old, facts: { from: undefined } });
    expect([
      standing(nowhere, 'lsm-enroll-transfer'),
      standing(nowhere, 'lsm-address-change'),
    ]).toEqual(['maybe a', 'maybe a']);
    expect(asked(nowhere)).toEqual(['from']);
  });
});

describe('move-in: long-term care and pension', () => {
  it('insures from the day on which 65 is reached', () => {
    expect(
      standing(moveIn({ adult: { birthDate: '1961-05-12' } }), 'ltci-qualification-move-in'),
    ).toBe('required a');
    expect(
      standing(moveIn({ adult: { birthDate: '1961-05-13' } }), 'ltci-qualification-move-in'),
    ).toBeUndefined();
    expect(
      standing(moveIn({ adult: { birthDate: undefined, age: 65 } }), 'ltci-qualification-move-in'),
    ).toBe('required a');
  });

  it('carries a care certification over within fourteen days, after the qualification', () => {
    const result = moveIn({ adult: { birthDate: '1950-01-01', careLevel: 'support1' } });
    expect(find(result, 'ltci-certification-transfer')).toMatchObject({
      filing: 'citizen',
      dependsOn: ['move-in-notification', 'ltci-qualification-move-in'],
    });
    expect(standing(result, 'ltci-burden-limit')).toBe('offered a');
    expect(
      find(moveIn({ adult: { careLevel: 'care1' } }), 'ltci-certification-transfer')?.dependsOn,
    ).toEqual(['move-in-notification']);
  });

  it('asks for the care level from 40 on only', () => {
    expect(asked(moveIn({ adult: { birthDate: '1986-05-12', careLevel: undefined } }))).toEqual([
      'careLevel of a',
    ]);
    expect(asked(moveIn({ adult: { birthDate: '1986-05-13', careLevel: undefined } }))).toEqual([]);
  });

  it('reports the address of category 1 only when the number is not linked', () => {
    expect(standing(moveIn({ facts: { pensionMyNumberLinked: false } }), 'np-address-change')).toBe(
      'required a',
    );
    const linked = moveIn();
    expect(standing(linked, 'np-address-change')).toBeUndefined();
    expect(linked.automaticEffects.join()).toContain('国民年金第1号の住所変更');
    const other = moveIn({
      facts: { pensionMyNumberLinked: false },
      adult: { pension: 'category2' },
    });
    expect(standing(other, 'np-address-change')).toBeUndefined();
  });
});
