import type { OpenDayCalendar, PlainDate } from '@app/japan';
import { valueFor } from '../catalogue.js';
import type { Procedure } from '../procedure.js';
import { countsDays, deadlineOf, type Deadline } from '../deadline.js';
import type { DeadlineRule } from '../determination.js';
import type { EventCode } from '../event-codes.js';
import type { RuleSet } from '../rule-row.js';
import { casesOf } from './cases.js';
import type { Household } from './household.js';
import { asksOf, type FactRef, type Maybe } from './maybe.js';
import type { Outcome } from './outcome.js';
import { triggerCalled } from './triggers.js';

/** When a procedure is due, and what has to be asked to know it. */
export interface Due extends Deadline {
  readonly deadlineRule: DeadlineRule;
  readonly asks: readonly FactRef[];
}

export interface DueContext {
  readonly household: Household;
  readonly rules: RuleSet;
  readonly calendar: OpenDayCalendar;
  /** The outcome for a procedure of the same result. */
  readonly outcomeFor: (procedureId: string) => Outcome | undefined;
}

/**
 * The deadline of an outcome by the rule of the code that proposes it. Persons with different first days: the earliest
 * counts (reference 4.1); one that is not known leaves the deadline open.
 */
export function dueOf(entry: Procedure, outcome: Outcome, context: DueContext): Due {
  const { household, calendar } = context;
  const cases = casesOf(entry.deadlineRule, household);
  const deadlineRule = valueFor(entry.deadlineRule, ...cases.holding, leadingCode(outcome));
  const days = triggersOf(entry.id, deadlineRule, outcome, context);
  const first = days.every(({ known }) => known)
    ? days.flatMap((day) => (day.known ? [day.value] : [])).sort()[0]
    : undefined;
  const asks = [...cases.asks, ...(countsDays(deadlineRule) ? asksOf(...days) : [])];
  return {
    deadlineRule,
    // Whether it is needed at all is asked first.
    asks: outcome.requirement === 'maybe' ? [] : asks,
    ...deadlineOf(deadlineRule, first, calendar, entry.fixedDate),
  };
}

/** The code that decides: the life event's own before that of its move. */
export function leadingCode({ rows }: Outcome): EventCode | 'default' {
  return rows[0]?.code ?? 'default';
}

function triggersOf(
  procedureId: string,
  rule: DeadlineRule,
  outcome: Outcome,
  { household, rules, outcomeFor }: DueContext,
): Maybe<PlainDate>[] {
  const followed = rules.follows[procedureId]?.map(outcomeFor).find((one) => one !== undefined);
  return (followed ?? outcome).grounds.map(({ row, person }) => {
    const names = rules.countedFrom[row.code] ?? {};
    const name =
      row.proposal.countedFrom ??
      names[procedureId] ??
      names[rule] ??
      names['default'] ??
      'eventDate';
    return triggerCalled(name)(household, person);
  });
}
