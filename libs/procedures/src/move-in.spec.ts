import { describe, expect, it } from '@jest/globals';
import { asked, determined, find, requiredIds, standing, type Json } from './testing/household.js';

const adult = {
  id: 'a', role: 'head', birthDate: '1985-06-01', sex: 'male', insurance: 'nhi', pension: 'category1', higherEarner: true,
  myNumberCard: false, disabilityHandbook: false, selfSupportMedical: false, careLevel: null, publicServant: false,
};
const quiet = { insurance: 'nhi', myNumberCard: false, disabilityHandbook: false, selfSupportMedical: false, careLevel: null, sex: 'male' };

interface Change {
  readonly on?: string;
  readonly filedOn?: string;
  readonly facts?: Json;
  readonly adult?: Json;
  readonly more?: readonly Json[];
}

/** One self-employed man moves in from Tokyo; what a test changes stands in its own lines. */
function moveIn(change: Change = {}) {
  return determined({
    lifeEvent: 'move-in',
    eventDate: change.on ?? '2026-05-11',
    ...(change.filedOn === undefined ? {} : { intakeDate: change.filedOn }),
    facts: { from: { municipality: '東京都世田谷区', code5: '13112' }, ...change.facts },
    persons: [{ ...adult, ...change.adult }, ...(change.more ?? [])],
  });
}

const child = (id: string, birthDate: string, more: Json = {}) => ({
  id, role: 'child', birthDate, school: 'none', nursery: 'none', ...quiet, ...more,
});

describe('move-in: register and card', () => {
  it('needs one visit within fourteen days', () => {
    expect(find(moveIn({ on: '2026-03-28' }), 'move-in-notification')).toMatchObject({
      deadline: '2026-04-13', rawLastDay: '2026-04-11', countedFrom: '2026-03-28', visitRequired: true, visitBasis: 'law', dependsOn: [],
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
  ])('filed on %s with the planned move-out %s: continuation %s, application %s', (filedOn, planned, stays, anew) => {
    const result = moveIn({ filedOn, facts: { transferOutPlannedDate: planned }, adult: { myNumberCard: true } });
    expect(standing(result, 'my-number-card-continuation')).toBe(stays);
    expect(standing(result, 'my-number-card-application')).toBe(anew);
  });

  it('lets the card lapse ninety days after the filing, on a closed day too', () => {
    const result = moveIn({ on: '2026-04-06', filedOn: '2026-04-06', adult: { myNumberCard: true } });
    expect(find(result, 'my-number-card-continuation')).toMatchObject({
      deadlineRule: 'C90', deadline: '2026-07-05', visitBasis: 'physical-card', dependsOn: ['move-in-notification'],
    });
  });

  it('offers a new signature certificate from 15 on', () => {
    const more = [child('c', '2011-05-12', { myNumberCard: true }), child('d', '2011-05-13', { myNumberCard: true })];
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
    expect(find(moveIn({ adult: { nationality: 'foreign' } }), 'residence-card-address')).toMatchObject({
      persons: ['a'], filing: 'deemed', visitBasis: 'physical-card', deadlineRule: 'J14',
    });
    const without = moveIn({ adult: { nationality: 'foreign', residenceCard: false } });
    expect(standing(without, 'residence-card-address')).toBeUndefined();
    expect(standing(moveIn({ adult: { nationality: 'foreign' } }), 'honseki-transfer')).toBeUndefined();
  });
});

describe('move-in: health insurance', () => {
  it('is deemed after NHI at the origin, a filing after no insurance, and a filing for both together', () => {
    expect(find(moveIn(), 'nhi-enroll')).toMatchObject({ persons: ['a'], filing: 'deemed' });
    expect(find(moveIn({ adult: { insurance: 'none' } }), 'nhi-enroll')).toMatchObject({ filing: 'citizen' });
    const mixed = moveIn({ more: [child('c', '2015-01-01', { insurance: 'none' })] });
    expect(find(mixed, 'nhi-enroll')).toMatchObject({ persons: ['a', 'c'], filing: 'citizen' });
  });

  it.each(['employee', 'employee-dependent', 'mutual-aid', 'mutual-aid-dependent', 'nhi-union', 'lsm', 'welfare'])(
    'is not joined from %s',
    (insurance) => {
      expect(standing(moveIn({ adult: { insurance } }), 'nhi-enroll')).toBeUndefined();
    },
  );

  it('ends with the day before the 75th birthday', () => {
    expect(standing(moveIn({ adult: { birthDate: '1951-05-12' } }), 'nhi-enroll')).toBe('required a');
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

  it('asks whose the household\'s dependantFrom is when several could be meant', () => {
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
    const old = { birthDate: '1940-01-01', insurance: 'lsm', careLevel: 'care2', facilityResident: true };
    const result = moveIn({ adult: old });
    for (const id of ['lsm-enroll-transfer', 'ltci-qualification-move-in', 'ltci-certification-transfer']) {
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
    expect(find(moveIn({ adult: old }), 'lsm-enroll-transfer')).toMatchObject({ filing: 'deemed', deadlineRule: 'J14' });
    const near = moveIn({ adult: old, facts: { from: { municipality: '横浜市西区', code5: '14103' } } });
    expect(standing(near, 'lsm-enroll-transfer')).toBeUndefined();
    expect(standing(near, 'lsm-address-change')).toBe('required a');
    const nowhere = moveIn({ adult: old, facts: { from: undefined } });
    expect([standing(nowhere, 'lsm-enroll-transfer'), standing(nowhere, 'lsm-address-change')]).toEqual(['maybe a', 'maybe a']);
    expect(asked(nowhere)).toEqual(['from']);
  });
});

describe('move-in: long-term care and pension', () => {
  it('insures from the day on which 65 is reached', () => {
    expect(standing(moveIn({ adult: { birthDate: '1961-05-12' } }), 'ltci-qualification-move-in')).toBe('required a');
    expect(standing(moveIn({ adult: { birthDate: '1961-05-13' } }), 'ltci-qualification-move-in')).toBeUndefined();
    expect(standing(moveIn({ adult: { birthDate: undefined, age: 65 } }), 'ltci-qualification-move-in')).toBe('required a');
  });

  it('carries a care certification over within fourteen days, after the qualification', () => {
    const result = moveIn({ adult: { birthDate: '1950-01-01', careLevel: 'support1' } });
    expect(find(result, 'ltci-certification-transfer')).toMatchObject({
      filing: 'citizen', dependsOn: ['move-in-notification', 'ltci-qualification-move-in'],
    });
    expect(standing(result, 'ltci-burden-limit')).toBe('offered a');
    expect(find(moveIn({ adult: { careLevel: 'care1' } }), 'ltci-certification-transfer')?.dependsOn).toEqual(['move-in-notification']);
  });

  it('asks for the care level from 40 on only', () => {
    expect(asked(moveIn({ adult: { birthDate: '1986-05-12', careLevel: undefined } }))).toEqual(['careLevel of a']);
    expect(asked(moveIn({ adult: { birthDate: '1986-05-13', careLevel: undefined } }))).toEqual([]);
  });

  it('reports the address of category 1 only when the number is not linked', () => {
    expect(standing(moveIn({ facts: { pensionMyNumberLinked: false } }), 'np-address-change')).toBe('required a');
    const linked = moveIn();
    expect(standing(linked, 'np-address-change')).toBeUndefined();
    expect(linked.automaticEffects.join()).toContain('国民年金第1号の住所変更');
    const other = moveIn({ facts: { pensionMyNumberLinked: false }, adult: { pension: 'category2' } });
    expect(standing(other, 'np-address-change')).toBeUndefined();
  });
});

describe('move-in: child allowance', () => {
  it('is claimed where the claimant lives, for children that stay elsewhere too', () => {
    const more = [child('c', '2015-01-01', { moves: false })];
    expect(standing(moveIn({ more }), 'child-allowance-claim')).toBe('required a,c');
  });

  it('is nothing here when mother and child move and the recipient father stays', () => {
    const result = determined({
      lifeEvent: 'move-in', eventDate: '2026-05-11', facts: { from: { code5: '13112' } },
      persons: [
        { ...adult, higherEarner: undefined, moves: false, childAllowanceRecipientAtOrigin: true },
        { id: 'm', role: 'spouse', birthDate: '1988-01-01', ...quiet },
        child('c', '2015-01-01'),
      ],
    });
    expect(standing(result, 'child-allowance-claim')).toBeUndefined();
  });

  it('counts from the planned move-out, else from the move', () => {
    const more = [child('c', '2015-01-01')];
    const planned = moveIn({ facts: { transferOutPlannedDate: '2026-05-01' }, more });
    expect(find(planned, 'child-allowance-claim')).toMatchObject({
      countedFrom: '2026-05-01', rawLastDay: '2026-05-16', deadline: '2026-05-18', noLossDeadline: '2026-05-29',
    });
    expect(find(moveIn({ more }), 'child-allowance-claim')).toMatchObject({ countedFrom: '2026-05-11' });
  });

  it('leaves out a child whose school year of 18 ends before the first payable month', () => {
    const last = [child('c', '2008-04-01', { birthDate: '2008-04-01' })];
    const march = { on: '2026-03-30', facts: { transferOutPlannedDate: '2026-03-20', otherChildren: 0 }, more: last };
    expect(standing(moveIn(march), 'child-allowance-claim')).toBeUndefined();
    const february = { on: '2026-03-01', facts: { transferOutPlannedDate: '2026-02-27' }, more: last };
    expect(standing(moveIn(february), 'child-allowance-claim')).toBe('required a,c');
  });

  it('is open in March for a child of whom only the age of 17 is known', () => {
    const more = [child('c', '', { birthDate: undefined, age: 17 })];
    const facts = { otherChildren: 0 };
    expect(standing(moveIn({ on: '2026-03-20', facts, more }), 'child-allowance-claim')).toBe('maybe a,c');
    expect(standing(moveIn({ on: '2026-04-01', facts, more }), 'child-allowance-claim')).toBe('required a,c');
  });

  it('is sent to the employer for a public servant, and asked of employees only', () => {
    const more = [child('c', '2015-01-01', { insurance: 'mutual-aid-dependent', dependentOf: 'a' })];
    const servant = moveIn({ adult: { insurance: 'mutual-aid', publicServant: true }, more });
    expect(standing(servant, 'child-allowance-claim')).toBeUndefined();
    expect(servant.informational.join()).toContain('勤務先');
    const employee = moveIn({ adult: { insurance: 'employee', publicServant: undefined }, more });
    expect(asked(employee, 'child-allowance-claim')).toEqual(['publicServant of a']);
  });

  it('does not ask about children where none is listed and nobody receives anything', () => {
    expect(asked(moveIn())).toEqual([]);
    expect(standing(moveIn(), 'child-allowance-claim')).toBeUndefined();
    const receiving = moveIn({ adult: { childAllowanceRecipientAtOrigin: true } });
    expect(standing(receiving, 'child-allowance-claim')).toBe('maybe a');
    expect(standing(moveIn({ facts: { otherChildren: 1 } }), 'child-allowance-claim')).toBe('maybe a');
  });
});

describe('move-in: medical subsidies', () => {
  const couple = [{ id: 's', role: 'spouse', birthDate: '1988-01-01', ...quiet }];

  it.each([
    ['2026-08-31', '2011-04-01', undefined],
    ['2026-08-31', '2011-04-02', 'required c'],
    ['2026-03-31', '2010-04-02', 'required c'],
    ['2026-04-01', '2010-04-02', undefined],
    ['2026-09-01', '2011-04-01', 'required c'],
    ['2026-09-01', '2008-04-02', 'required c'],
    ['2026-09-01', '2008-04-01', undefined],
  ])('on %s for a child born %s: %s', (on, birthDate, expected) => {
    const result = moveIn({ on, more: [...couple, child('c', birthDate)] });
    expect(standing(result, 'child-medical-certificate')).toBe(expected);
  });

  it('needs an insurance after the event', () => {
    const covered = moveIn({ more: [...couple, child('c', '2020-01-01', { insurance: undefined })], facts: { publicAssistance: false } });
    expect(standing(covered, 'child-medical-certificate')).toBe('required c');
    const open = moveIn({ more: [...couple, child('c', '2020-01-01', { insurance: undefined })] });
    expect(standing(open, 'child-medical-certificate')).toBe('maybe c');
    const welfare = moveIn({ more: [...couple, child('c', '2020-01-01', { insurance: 'welfare' })] });
    expect(standing(welfare, 'child-medical-certificate')).toBeUndefined();
  });

  it('keeps a child insured whose student status is open', () => {
    const more = [...couple, child('c', '2012-01-01', { student: true })];
    expect(standing(moveIn({ more }), 'child-medical-certificate')).toBe('required c');
  });

  it('gives way to the severe-disability certificate', () => {
    const result = moveIn({ more: [...couple, child('c', '2020-01-01', { severeDisabilityMedical: true })] });
    expect(standing(result, 'severe-disability-medical')).toBe('required c');
    expect(standing(result, 'child-medical-certificate')).toBeUndefined();
  });

  it('gives way to the single-parent certificate; a held one of the origin excludes neither', () => {
    const more = [child('c', '2015-01-01', { singleParentMedical: true })];
    const alone = moveIn({ facts: { singleParent: true }, adult: { childRearingAllowanceRecipient: false }, more });
    expect(standing(alone, 'child-rearing-allowance-claim')).toBe('required a,c');
    expect(standing(alone, 'single-parent-medical')).toBe('required a,c');
    expect(standing(alone, 'child-medical-certificate')).toBeUndefined();
    expect(standing(moveIn({ more: [...couple, ...more] }), 'child-medical-certificate')).toBe('required c');
  });

  it('reports the change instead of a claim for who already receives the child rearing allowance', () => {
    const more = [child('c', '2015-01-01')];
    const result = moveIn({ facts: { singleParent: true }, adult: { childRearingAllowanceRecipient: true }, more });
    expect(find(result, 'child-rearing-allowance-change-report')).toMatchObject({ persons: ['a'], deadlineRule: 'J14' });
    expect(standing(result, 'child-rearing-allowance-claim')).toBeUndefined();
    expect(standing(result, 'single-parent-medical')).toBe('required a,c');
  });

  it('asks who is alone with a child, and then about the allowance', () => {
    const more = [child('c', '2015-01-01')];
    const result = moveIn({ more });
    expect(standing(result, 'single-parent-medical')).toBe('maybe a,c');
    expect(asked(result, 'child-rearing-allowance-claim')).toEqual(['childRearingAllowanceRecipient of a', 'singleParent']);
    expect(asked(result, 'child-medical-certificate')).toEqual(['singleParent']);
    expect(asked(moveIn({ more: [...couple, ...more] }), 'single-parent-medical')).toEqual([]);
  });
});

describe('move-in: children, pregnancy, handbooks', () => {
  it.each([
    ['2026-04-01', '2020-04-02', 'public-elementary', undefined],
    ['2026-04-01', '2020-04-01', 'public-elementary', 'required c'],
    ['2026-03-31', '2010-04-02', 'public-junior', 'required c'],
    ['2026-04-01', '2010-04-02', 'public-junior', undefined],
    ['2026-05-11', '2015-01-01', 'private', undefined],
    ['2026-05-11', '2015-01-01', undefined, 'maybe c'],
  ])('school transfer on %s, born %s, school %s: %s', (on, birthDate, school, expected) => {
    const result = moveIn({ on, more: [child('c', birthDate, { school })] });
    expect(standing(result, 'school-transfer')).toBe(expected);
  });

  it('offers a nursery before school age and vouchers to the end of junior high', () => {
    const more = [child('c', '2019-04-02'), child('d', '2010-04-02')];
    expect(standing(moveIn({ on: '2026-03-31', more }), 'nursery-application')).toBe('offered c');
    expect(standing(moveIn({ on: '2026-03-31', more }), 'immunization-transfer')).toBe('offered c,d');
    expect(standing(moveIn({ on: '2026-04-01', more }), 'immunization-transfer')).toBe('offered c');
  });

  it('exchanges the vouchers of a pregnant mover and asks women of 13 to 59 only', () => {
    const result = moveIn({ adult: { sex: 'female', pregnant: true } });
    expect(standing(result, 'maternal-checkup-exchange')).toBe('required a');
    expect(standing(result, 'pregnancy-support-benefit-1')).toBe('offered a');
    expect(asked(moveIn({ adult: { sex: 'female' } }))).toEqual(['pregnant of a']);
    expect(asked(moveIn({ adult: { sex: 'female', birthDate: '1966-05-12' } }))).toEqual([]);
  });

  it('changes handbooks and certificates, and asks for them', () => {
    const held = { disabilityHandbook: true, selfSupportMedical: true, severeDisabilityMedical: true };
    expect(requiredIds(moveIn({ adult: held }))).toEqual(
      expect.arrayContaining(['disability-handbook-change', 'self-support-medical-change', 'severe-disability-medical']),
    );
    const open = moveIn({ adult: { disabilityHandbook: undefined } });
    expect(standing(open, 'disability-handbook-change')).toBe('maybe a');
  });

  it('offers the special child allowance for a child under 20 with a handbook', () => {
    const more = (birthDate: string) => [child('c', birthDate, { disabilityHandbook: true })];
    expect(standing(moveIn({ more: more('2006-05-13') }), 'special-child-allowance')).toBe('offered c');
    expect(standing(moveIn({ more: more('2006-05-12') }), 'special-child-allowance')).toBeUndefined();
  });

  it('sets the days of moped, dog and water', () => {
    const result = moveIn({ on: '2026-05-09' });
    expect(find(result, 'moped-registration')).toMatchObject({ deadlineRule: 'J15', rawLastDay: '2026-05-24', deadline: '2026-05-25' });
    expect(find(result, 'dog-registration-change')).toMatchObject({ deadlineRule: 'J30', deadline: '2026-06-08' });
    expect(find(result, 'water-service')).toMatchObject({ deadlineRule: 'PRE', deadline: '2026-05-09' });
  });
});
