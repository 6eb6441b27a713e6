import type { TaskPlan } from '@app/contracts';
import type { PlannedTask } from './case.js';

/** What the rules say of a task, as the section and everybody else is told. */
export const taskPlan = (task: PlannedTask): TaskPlan => ({
  ruleId: task.ruleId,
  persons: [...task.persons],
  requirement: task.requirement,
  filing: task.filing,
  visitRequired: task.visitRequired,
  visitBasis: task.visitBasis,
  deadline: task.deadline,
  deadlineRule: task.deadlineRule,
  noLossDeadline: task.noLossDeadline,
});

/** Plain values in a fixed order, so that equal plans have equal text. */
export const isSamePlan = (one: PlannedTask, other: PlannedTask): boolean =>
  JSON.stringify(taskPlan(one)) === JSON.stringify(taskPlan(other));
