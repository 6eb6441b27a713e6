import type { SectionName } from '@app/contracts';
import type { FiledCase, PlannedTask } from '../domain/case.js';
import type { CasePlan } from '../domain/plan-case.decision.js';

/** An id in the shape of version 7 that shows what it is of; its end is never a number of twelve digits. */
export const fictionalId = (what: string, count = 0): string =>
  `0197a3c0-0000-7000-8000-${Buffer.from(what.slice(0, 4)).toString('hex')}${count.toString(16).padStart(4, 'a')}`;

export const FILED: FiledCase = {
  caseId: fictionalId('case'),
  applicationId: fictionalId('appl'),
  reference: '7KQ2M-X9D4TR',
  ward: '14133',
  lifeEvent: 'move-in',
  intakeDate: '2026-04-06',
  chosenProcedures: [],
  submittedAt: '2026-04-06T01:00:00.000Z',
  personIndex: [],
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
  return () => fictionalId('task', ++last);
}
