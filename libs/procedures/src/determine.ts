import type { OpenDayCalendar, PlainDate } from '@app/japan';
import { procedure, valueFor } from './catalogue.js';
import type { Procedure } from './procedure.js';
import { alternatives } from './check-catalogue.js';
import type {
  Determination,
  DeterminationRequest,
  DeterminedProcedure,
  FilingClass,
  VisitBasis,
} from './determination.js';
import { LifeEventNotSupportedError } from './errors.js';
import { dueOf, leadingCode, type Due } from './engine/due.js';
import { Evaluation } from './engine/evaluation.js';
import { Household } from './engine/household.js';
import { isTrue } from './engine/maybe.js';
import { outcomeOf, type Outcome } from './engine/outcome.js';
import { distinct as distinctFacts } from './engine/settle.js';
import { tablesInForce } from './engine/tables.js';
import { inOrder } from './ordering.js';
import { questionsOf } from './questions.js';
import type { RuleSet } from './rule-row.js';
import { currentRuleSet, ruleSet } from './rule-set.js';

export interface DetermineOptions {
  readonly calendar: OpenDayCalendar;
  /** A rule set or the id of a pinned one; absent = the current one on the intake date (without one: the event date). */
  readonly ruleSet?: string | RuleSet;
}

/** A deemed filing exists only beside one of these (住基法28条-29条の2). */
const REGISTER_NOTIFICATIONS = [
  'move-in-notification',
  'move-in-from-abroad',
  'move-within-notification',
  'move-between-wards',
  'move-out-notification',
  'household-head-change',
  'household-split-merge',
];

/**
 * Which procedures a household needs, by when, at which section, with or without a visit (facts.md, "Result"). Pure:
 * the same request, calendar and rule set give the same bytes. Throws `LifeEventNotSupportedError`,
 * `UnknownRuleSetError`, and `UnknownCalendarYearError` where a last day lies in a year without known holidays.
 */
export function determine(request: DeterminationRequest, options: DetermineOptions): Determination {
  const rules = rulesFor(request, options);
  if (!rules.lifeEvents.includes(request.lifeEvent))
    throw new LifeEventNotSupportedError(request.lifeEvent);
  const household = new Household(request);
  const evaluation = new Evaluation(household, tablesInForce(rules, household));
  const found = new Map(
    evaluation.proposed.flatMap((id) => {
      const outcome = outcomeOf(evaluation, id);
      return outcome === undefined ? [] : [[id, outcome] as const];
    }),
  );
  const outcomeFor = (id: string) => found.get(id);
  const dueContext = { household, rules, calendar: options.calendar, outcomeFor };
  const outcomes = [...found.values()].map((outcome) =>
    withDue(outcome, dueOf(procedure(outcome.procedureId, request.eventDate), outcome, dueContext)),
  );
  const required = new Set(
    outcomes.filter((one) => one.requirement === 'required').map((one) => one.procedureId),
  );
  return {
    ruleSet: rules.id,
    evaluatedOn: request.eventDate,
    procedures: inOrder(outcomes.map((outcome) => describe(outcome, required, request.eventDate))),
    questions: questionsOf(outcomes, household),
    automaticEffects: automaticEffects(evaluation),
    informational: texts(evaluation, (row) => row.inform?.join(' / ')),
  };
}

/** The rule set by which a request is determined; throws `UnknownRuleSetError`. */
export function rulesFor(
  { intakeDate, eventDate }: DeterminationRequest,
  { ruleSet: wanted }: Pick<DetermineOptions, 'ruleSet'>,
): RuleSet {
  if (wanted === undefined) return currentRuleSet(intakeDate ?? eventDate);
  return typeof wanted === 'string' ? ruleSet(wanted) : wanted;
}

type DueOutcome = Outcome & { readonly due: Due };

/** The facts that only the deadline needs are asked too. */
function withDue(outcome: Outcome, due: Due): DueOutcome {
  return { ...outcome, due, asks: distinctFacts([...outcome.asks, ...due.asks]) };
}

function describe(
  outcome: DueOutcome,
  required: ReadonlySet<string>,
  day: PlainDate,
): DeterminedProcedure {
  const entry = procedure(outcome.procedureId, day);
  const visitBasis = visitBasisOf(entry, leadingCode(outcome));
  const { deadlineRule, deadline, countedFrom, rawLastDay, noLossDeadline } = outcome.due;
  return {
    procedureId: entry.id,
    nameJa: entry.nameJa,
    section: entry.section,
    persons: outcome.persons,
    requirement: outcome.requirement,
    deadline,
    deadlineRule,
    countedFrom,
    rawLastDay,
    ...(noLossDeadline === undefined ? {} : { noLossDeadline }),
    visitRequired: visitBasis !== 'none',
    visitBasis,
    filing: filingOf(outcome, entry, required),
    dependsOn: entry.dependsOn.flatMap(alternatives).filter((id) => required.has(id)),
    documents: entry.documents,
    receptionCounter: entry.receptionCounter,
    backOffice: entry.backOffice,
    law: distinct(outcome.rows.map(({ row }) => row.law)).join('; '),
    reason: distinct(outcome.rows.map(({ row }) => row.reasonJa)).join(' '),
    reasonEn: distinct(outcome.rows.map(({ row }) => row.reasonEn)).join(' '),
    ruleId: outcome.rows.map(({ row }) => row.id).join('+'),
  };
}

function visitBasisOf(entry: Procedure, eventCode: string): VisitBasis {
  const visit = valueFor(entry.visit, eventCode);
  if (visit === 'card') return 'physical-card';
  return visit === 'law' || visit === 'consultation' ? visit : 'none';
}

/** Persons with different filing classes make one filing by the citizen. */
function filingOf(
  { grounds }: Outcome,
  entry: Procedure,
  required: ReadonlySet<string>,
): FilingClass {
  const classes = grounds.map(({ row }) => row.proposal.filing ?? valueFor(entry.filing, row.code));
  const besideNotification = REGISTER_NOTIFICATIONS.some((id) => required.has(id));
  return besideNotification && classes.every((one) => one === 'deemed') ? 'deemed' : 'citizen';
}

function automaticEffects(evaluation: Evaluation): string[] {
  const byProcedure = evaluation.proposed
    .filter((id) => isTrue(evaluation.isProposed(id, 'auto')))
    .map((id) => `${procedure(id).nameJa}（${id}）`);
  return [...texts(evaluation, (row) => row.effect), ...byProcedure];
}

function texts(
  evaluation: Evaluation,
  read: (row: Evaluation['rows'][number]) => string | undefined,
): string[] {
  return distinct(
    evaluation.rows.flatMap((row) => {
      const text = read(row);
      return text !== undefined && isTrue(evaluation.holds(row)) ? [text] : [];
    }),
  );
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}
