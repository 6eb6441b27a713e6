import { describe, expect, it } from '@jest/globals';
import type { Determined, DeterminedProcedure } from './determination.js';
import { planCase } from './plan-case.decision.js';

const procedure = (
  procedureId: string,
  other: Partial<DeterminedProcedure> = {},
): DeterminedProcedure => ({
  procedureId,
  section: 'resident',
  ruleId: `MI-${procedureId}`,
  persons: ['p1'],
  requirement: 'required',
  filing: 'citizen',
  visitRequired: true,
  visitBasis: 'law',
  deadline: '2026-04-13',
  deadlineRule: 'J14',
  dependsOn: [],
  delivers: false,
  ...other,
});

const determined = (...procedures: DeterminedProcedure[]): Determined => ({
  ruleSet: 'test-1',
  procedures,
  questions: [{ fact: 'pregnant', person: 'p2', why: ['maternal-checkup-exchange'] }],
  automaticEffects: ['住民票への記載'],
  informational: ['勤務先に届け出てください。'],
});

const ids = (tasks: readonly { procedureId: string }[]) => tasks.map((task) => task.procedureId);

describe('what a case is made of', () => {
  it('is a task for each required procedure of a section, in the order of the determination', () => {
    const plan = planCase(
      determined(
        procedure('move-in-notification'),
        procedure('nhi-enroll', { section: 'insurance', filing: 'deemed' }),
      ),
      [],
    );
    expect(ids(plan.tasks)).toEqual(['move-in-notification', 'nhi-enroll']);
    expect(plan.tasks[1]).toMatchObject({ section: 'insurance', filing: 'deemed' });
  });

  it('takes in a chosen procedure only where it is really offered', () => {
    const plan = planCase(
      determined(
        procedure('seal-registration', { requirement: 'offered' }),
        procedure('honseki-transfer', { requirement: 'offered' }),
        procedure('nursery-application', { requirement: 'maybe' }),
      ),
      ['seal-registration', 'nursery-application', 'never-heard-of'],
    );
    expect(ids(plan.tasks)).toEqual(['seal-registration']);
    expect(plan.offered).toEqual(['honseki-transfer']);
    expect(plan.maybe).toEqual(['nursery-application']);
  });

  it('refers to other offices what is theirs, and lets nothing wait for it', () => {
    const plan = planCase(
      determined(
        procedure('school-transfer', { section: 'other', deadline: null, deadlineRule: 'SOON' }),
        procedure('water-service', { section: 'other', requirement: 'offered' }),
        procedure('nursery', { section: 'childcare', dependsOn: ['school-transfer', 'gone'] }),
      ),
      ['water-service'],
    );
    expect(ids(plan.referrals)).toEqual(['school-transfer', 'water-service']);
    expect(plan.referrals[0]).toMatchObject({ deadlineRule: 'SOON', requirement: 'required' });
    expect(plan.tasks[0]?.dependsOn).toEqual([]);
  });

  it('keeps questions, automatic effects and information to be shown, and opens nothing for them', () => {
    const plan = planCase(determined(procedure('auto-one', { filing: 'auto' })), []);
    expect(plan.tasks).toEqual([]);
    expect(plan).toMatchObject({
      ruleSet: 'test-1',
      questions: [{ fact: 'pregnant', person: 'p2', procedures: ['maternal-checkup-exchange'] }],
      automaticEffects: ['住民票への記載'],
      informational: ['勤務先に届け出てください。'],
    });
  });
});
