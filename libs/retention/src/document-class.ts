import { addDays, end, fyStartAfter, type PlainDate } from '@app/japan';
import type { DocumentClass, Period, RetentionPlan } from './retention-plan.js';

/** The first day on which what ended on `endedOn` may be erased. */
export function dueOn({ months, from }: Period, endedOn: PlainDate): PlainDate {
  const first = from === 'end' ? addDays(endedOn, 1) : fyStartAfter(endedOn);
  return addDays(end(first, months), 1);
}

/** No month is longer, and no fiscal year begins later. */
const LONGEST_MONTH = 31;
const A_YEAR = 366;

/** What ended before this day may be erased today: the first day of which `dueOn` lies beyond today. */
export function endedBefore(period: Period, today: PlainDate): PlainDate {
  let due = -(period.months * LONGEST_MONTH + 2 * A_YEAR);
  let notDue = 0;
  while (notDue - due > 1) {
    const middle = Math.floor((due + notDue) / 2);
    if (dueOn(period, addDays(today, middle)) <= today) due = middle;
    else notDue = middle;
  }
  return addDays(today, notDue);
}

/** Of several classes the one that keeps longest counts. */
const ANY_DAY = '2026-04-01';
const keepsLonger = (one: DocumentClass, other: DocumentClass): boolean =>
  dueOn(one, ANY_DAY) > dueOn(other, ANY_DAY);

/** The class (文書分類) of a case that consists of these procedures: the longest of theirs. */
export function documentClassOf(
  { documents }: RetentionPlan,
  procedures: readonly string[],
): DocumentClass {
  const usual = documents.classes.find(({ id }) => id === documents.default)!;
  const found = new Set(
    procedures.map(
      (procedure) => documents.classes.find((one) => one.procedures.includes(procedure)) ?? usual,
    ),
  );
  // In the order of the plan, so that of two that keep equally long it is always the same one.
  const [first = usual, ...others] = documents.classes.filter((one) => found.has(one));
  return others.reduce((longest, one) => (keepsLonger(one, longest) ? one : longest), first);
}
