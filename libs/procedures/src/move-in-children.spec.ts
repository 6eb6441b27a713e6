import { describe, expect, it } from '@jest/globals';
import { asked, determined, find, requiredIds, standing } from './testing/household.js';
import { adult, child, moveIn, quiet } from './testing/move-in.js';

describe('move-in: child allowance', () => {
  it('is claimed where the claimant lives, for children that stay elsewhere too', () => {
    const more = [child('c', '2015-01-01', { moves: false })];
    expect(standing(moveIn({ more }), 'child-allowance-claim')).toBe('required a,c');
  });

  it('is nothing here when mother and child move and the recipient father stays', () => {
    const result = determined({
      lifeEvent: 'move-in',
      eventDate: '2026-05-11',
      facts: { from: { code5: '13112' } },
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
      countedFrom: '2026-05-01',
      rawLastDay: '2026-05-16',
      deadline: '2026-05-18',
      noLossDeadline: '2026-05-29',
    });
    expect(find(moveIn({ more }), 'child-allowance-claim')).toMatchObject({
      countedFrom: '2026-05-11',
    });
  });

  it('leaves out a child whose school year of 18 ends before the first payable month', () => {
    const last = [child('c', '2008-04-01', { birthDate: '2008-04-01' })];
    const march = {
      on: '2026-03-30',
      facts: { transferOutPlannedDate: '2026-03-20', otherChildren: 0 },
      more: last,
    };
    expect(standing(moveIn(march), 'child-allowance-claim')).toBeUndefined();
    const february = {
      on: '2026-03-01',
      facts: { transferOutPlannedDate: '2026-02-27' },
      more: last,
    };
    expect(standing(moveIn(february), 'child-allowance-claim')).toBe('required a,c');
  });

  it('is open in March for a child of whom only the age of 17 is known', () => {
    const more = [child('c', '', { birthDate: undefined, age: 17 })];
    const facts = { otherChildren: 0 };
    expect(standing(moveIn({ on: '2026-03-20', facts, more }), 'child-allowance-claim')).toBe(
      'maybe a,c',
    );
    expect(standing(moveIn({ on: '2026-04-01', facts, more }), 'child-allowance-claim')).toBe(
      'required a,c',
    );
  });

  it('is sent to the employer for a public servant, and asked of employees only', () => {
    const more = [
      child('c', '2015-01-01', { insurance: 'mutual-aid-dependent', dependentOf: 'a' }),
    ];
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
    expect(standing(moveIn({ facts: { otherChildren: 1 } }), 'child-allowance-claim')).toBe(
      'maybe a',
    );
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
    const covered = moveIn({
      more: [...couple, child('c', '2020-01-01', { insurance: undefined })],
      facts: { publicAssistance: false },
    });
    expect(standing(covered, 'child-medical-certificate')).toBe('required c');
    const open = moveIn({ more: [...couple, child('c', '2020-01-01', { insurance: undefined })] });
    expect(standing(open, 'child-medical-certificate')).toBe('maybe c');
    const welfare = moveIn({
      more: [...couple, child('c', '2020-01-01', { insurance: 'welfare' })],
    });
    expect(standing(welfare, 'child-medical-certificate')).toBeUndefined();
  });

  it('keeps a child insured whose student status is open', () => {
    const more = [...couple, child('c', '2012-01-01', { student: true })];
    expect(standing(moveIn({ more }), 'child-medical-certificate')).toBe('required c');
  });

  it('gives way to the severe-disability certificate', () => {
    const result = moveIn({
      more: [...couple, child('c', '2020-01-01', { severeDisabilityMedical: true })],
    });
    expect(standing(result, 'severe-disability-medical')).toBe('required c');
    expect(standing(result, 'child-medical-certificate')).toBeUndefined();
  });

  it('names no child on public assistance for the single-parent certificate', () => {
    const more = [child('c', '2015-01-01'), child('d', '2016-01-01', { insurance: 'welfare' })];
    const facts = { singleParent: true };
    const own = { childRearingAllowanceRecipient: false };
    expect(standing(moveIn({ facts, adult: own, more }), 'single-parent-medical')).toBe(
      'required a,c',
    );
    const only = moveIn({ facts, adult: own, more: more.slice(1) });
    expect(standing(only, 'single-parent-medical')).toBeUndefined();
  });

  it('gives way to the single-parent certificate; a held one of the origin excludes neither', () => {
    const more = [child('c', '2015-01-01', { singleParentMedical: true })];
    const alone = moveIn({
      facts: { singleParent: true },
      adult: { childRearingAllowanceRecipient: false },
      more,
    });
    expect(standing(alone, 'child-rearing-allowance-claim')).toBe('required a,c');
    expect(standing(alone, 'single-parent-medical')).toBe('required a,c');
    expect(standing(alone, 'child-medical-certificate')).toBeUndefined();
    expect(standing(moveIn({ more: [...couple, ...more] }), 'child-medical-certificate')).toBe(
      'required c',
    );
  });

  it('reports the change instead of a claim for who already receives the child rearing allowance', () => {
    const more = [child('c', '2015-01-01')];
    const result = moveIn({
      facts: { singleParent: true },
      adult: { childRearingAllowanceRecipient: true },
      more,
    });
    expect(find(result, 'child-rearing-allowance-change-report')).toMatchObject({
      persons: ['a'],
      deadlineRule: 'J14',
    });
    expect(standing(result, 'child-rearing-allowance-claim')).toBeUndefined();
    expect(standing(result, 'single-parent-medical')).toBe('required a,c');
  });

  it('asks who is alone with a child, and then about the allowance', () => {
    const more = [child('c', '2015-01-01')];
    const result = moveIn({ more });
    expect(standing(result, 'single-parent-medical')).toBe('maybe a,c');
    expect(asked(result, 'child-rearing-allowance-claim')).toEqual([
      'childRearingAllowanceRecipient of a',
      'singleParent',
    ]);
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
    expect(standing(moveIn({ on: '2026-03-31', more }), 'immunization-transfer')).toBe(
      'offered c,d',
    );
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
    const held = {
      disabilityHandbook: true,
      selfSupportMedical: true,
      severeDisabilityMedical: true,
    };
    expect(requiredIds(moveIn({ adult: held }))).toEqual(
      expect.arrayContaining([
        'disability-handbook-change',
        'self-support-medical-change',
        'severe-disability-medical',
      ]),
    );
    const open = moveIn({ adult: { disabilityHandbook: undefined } });
    expect(standing(open, 'disability-handbook-change')).toBe('maybe a');
  });

  it('offers the special child allowance to the parent for a child under 20 with a handbook', () => {
    const more = (birthDate: string) => [child('c', birthDate, { disabilityHandbook: true })];
    expect(standing(moveIn({ more: more('2006-05-13') }), 'special-child-allowance')).toBe(
      'offered a,c',
    );
    expect(
      standing(moveIn({ more: more('2006-05-12') }), 'special-child-allowance'),
    ).toBeUndefined();
  });

  it('sets the days of moped, dog and water', () => {
    const result = moveIn({ on: '2026-05-09' });
    expect(find(result, 'moped-registration')).toMatchObject({
      deadlineRule: 'J15',
      rawLastDay: '2026-05-24',
      deadline: '2026-05-25',
    });
    expect(find(result, 'dog-registration-change')).toMatchObject({
      deadlineRule: 'J30',
      deadline: '2026-06-08',
    });
    expect(find(result, 'water-service')).toMatchObject({
      deadlineRule: 'PRE',
      deadline: '2026-05-09',
    });
  });
});
