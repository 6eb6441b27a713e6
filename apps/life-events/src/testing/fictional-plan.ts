import type { SectionName } from '@app/contracts';
import type { FiledCase, PlannedTask } from '../domain/case.js';
import type { CasePlan } from '../domain/plan-case.decision.js';

export const FILED: FiledCase = {
  caseId: '0197a3c0-0000-7000-8000-000000000002',
  applicationId: '0197a3c0-0000-7000-8000-000000000001',
  reference: '7KQ2M-X9D4TR',
  ward: '14133',
  lifeEvent: 'move-in',
  intakeDate: '2026-04-06',
  chosenProcedures: [],
  submittedAt: '2026-04-06T01:00:00.000Z',
};

/** A task of the plan by procedure, section and predecessors; the rest is as plain as it can be. */
export const planned = (
  procedureId: string,
  section: SectionName,
  dependsOn: readonly string[] = [],
  other: Partial<PlannedTask> = {},
): PlannedTask => ({
  procedureId,
  section,
  ruleId: `MI-${procedureId}`,
  persons: ['p1'],
  requirement: 'required',
  filing: 'citizen',
  visitRequired: false,
  visitBasis: 'none',
  deadline: '2026-04-13',
  deadlineRule: 'J14',
  noLossDeadline: null,
  delivers: false,
  dependsOn,
  ...other,
});

export const planOf = (tasks: readonly PlannedTask[], other: Partial<CasePlan> = {}): CasePlan => ({
  ruleSet: 'test-1',
  tasks,
  referrals: [],
  offered: [],
  maybe: [],
  questions: [],
  automaticEffects: [],
  informational: [],
  ...other,
});

/** Counts up, in the shape of a version 7 id. */
export function countingIds(): () => string {
  let last = 0;
  return () => `0197a3c0-0000-7000-8000-${String(++last).padStart(8, '0')}abcd`;
}
