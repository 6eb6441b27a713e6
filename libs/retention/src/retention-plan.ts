import { procedures as catalogue } from '@app/procedures';

/** Whether somebody has read the source; a city settles its own periods. */
export type Verification = 'verified' | 'unverified';

/** How long something is kept once it has ended. */
export interface Period {
  readonly months: number;
  /** Counted from the day after the end, or from 1 April after it (会計年度), as document rules of cities do. */
  readonly from: 'end' | 'fiscal-year';
}

export interface DocumentClass extends Period {
  readonly id: string;
  readonly nameJa: string;
  readonly nameEn: string;
  readonly source: string;
  readonly verification: Verification;
  /** By id; a procedure that stands in no class is of the default one. */
  readonly procedures: readonly string[];
}

interface Grounds {
  readonly source: string;
  readonly verification: Verification;
}

interface KeptForDays extends Grounds {
  readonly days: number;
}

/** How long a deployment keeps what (保存期間). */
export interface RetentionPlan {
  readonly documents: {
    readonly default: string;
    readonly classes: readonly DocumentClass[];
  };
  /** Who looked at what (libs/audit); counted from the end of the calendar year. */
  readonly accessRecords: Period & Grounds;
  readonly interviews: KeptForDays & { readonly warnDaysBefore: number };
  readonly idempotencyKeys: KeptForDays;
}

/** The plan cannot be used; the message says where and why. */
export class RetentionPlanError extends Error {
  override readonly name = 'RetentionPlanError';
  readonly loggable = true;
}

const duplicatesOf = (names: readonly string[]): string[] =>
  names.filter((name, at) => names.indexOf(name) < at);

/** @throws RetentionPlanError for classes and procedures that are not there, or there twice, and for impossible days */
export function checkRetentionPlan(plan: RetentionPlan): RetentionPlan {
  const { classes, default: usual } = plan.documents;
  const ids = classes.map(({ id }) => id);
  const named = classes.flatMap(({ procedures }) => procedures);
  const known = new Set<string>(catalogue().map(({ id }) => id));
  const { days, warnDaysBefore } = plan.interviews;
  const faults = [
    ...(ids.includes(usual) ? [] : [`documents.default: there is no class ${usual}`]),
    ...duplicatesOf(ids).map((id) => `documents.classes: ${id} stands there twice`),
    ...duplicatesOf(named).map((id) => `documents.classes: ${id} is of two classes`),
    ...named.filter((id) => !known.has(id)).map((id) => `documents.classes: no procedure ${id}`),
    ...(warnDaysBefore < days ? [] : ['interviews.warnDaysBefore: must be less than days']),
  ];
  if (faults.length > 0) throw new RetentionPlanError(faults.join('; '));
  return plan;
}
