import type { OpenDayCalendar } from '@app/japan';
import { alternatives, procedure, valueFor, type Procedure } from './catalogue.js';
import { deadlineOf, type Deadline } from './deadline.js';
import type {
  Determination,
  DeterminationRequest,
  DeterminedProcedure,
  FilingClass,
  VisitBasis,
} from './determination.js';
import { LifeEventNotSupportedError } from './errors.js';
import { Evaluation } from './engine/evaluation.js';
import { Household } from './engine/household.js';
import { isTrue } from './engine/maybe.js';
import { outcomeOf, type Outcome } from './engine/outcome.js';
import { tablesInForce } from './engine/tables.js';
import { inOrder } from './ordering.js';
import { questionsOf } from './questions.js';
import { RULE_SET, ruleSet, type RuleSet } from './rule-set.js';

export interface DetermineOptions {
  readonly calendar: OpenDayCalendar;
  /** Id of a pinned rule set; absent = the current one. */
  readonly ruleSet?: string;
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
  const rules = ruleSet(options.ruleSet ?? RULE_SET);
  if (!rules.lifeEvents.includes(request.lifeEvent))
    throw new LifeEventNotSupportedError(request.lifeEvent);
  const household = new Household(request);
  const evaluation = new Evaluation(household, tablesInForce(rules, household));
  const outcomes = evaluation.proposed.flatMap((id) => outcomeOf(evaluation, id) ?? []);
  const context: Context = {
    evaluation,
    rules,
    calendar: options.calendar,
    required: new Set(
      outcomes.filter((one) => one.requirement === 'required').map((one) => one.procedureId),
    ),
  };
  return {
    ruleSet: rules.id,
    evaluatedOn: request.eventDate,
    procedures: inOrder(outcomes.map((outcome) => describe(outcome, context))),
    questions: questionsOf(outcomes, household),
    automaticEffects: automaticEffects(evaluation),
    informational: texts(evaluation, (row) => row.inform?.join(' / ')),
  };
}

interface Context {
  readonly evaluation: Evaluation;
  readonly rules: RuleSet;
  readonly calendar: OpenDayCalendar;
  readonly required: ReadonlySet<string>;
}

function describe(outcome: Outcome, context: Context): DeterminedProcedure {
  const entry = procedure(outcome.procedureId);
  const { eventCode } = context.evaluation.household;
  const deadlineRule = valueFor(entry.deadlineRule, ...casesOf(context), eventCode);
  const visitBasis = visitBasisOf(entry, eventCode);
  const { deadline, countedFrom, rawLastDay, ...noLoss } = deadlineFor(
    entry,
    deadlineRule,
    context,
  );
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
    ...noLoss,
    visitRequired: visitBasis !== 'none',
    visitBasis,
    filing: filingOf(outcome, entry, context),
    dependsOn: entry.dependsOn.flatMap(alternatives).filter((id) => context.required.has(id)),
    documents: entry.documents,
    receptionCounter: entry.receptionCounter,
    backOffice: entry.backOffice,
    law: distinct(outcome.rows.map(({ row }) => row.law)).join('; '),
    reason: distinct(outcome.rows.map(({ row }) => row.reasonJa)).join(' '),
    reasonEn: distinct(outcome.rows.map(({ row }) => row.reasonEn)).join(' '),
    ruleId: outcome.rows.map(({ row }) => row.id).join('+'),
  };
}

function casesOf({ evaluation: { household } }: Context): string[] {
  return household.eventCode === 'BI' && household.shared('birthPlace') === 'abroad'
    ? ['abroad']
    : [];
}

function deadlineFor(
  entry: Procedure,
  rule: DeterminedProcedure['deadlineRule'],
  context: Context,
): Deadline {
  const { household } = context.evaluation;
  const table = context.rules.countedFrom[household.eventCode] ?? {};
  const days: Readonly<Record<string, string>> = {
    eventDate: household.eventDate,
    intakeDate: household.intakeDate,
    transferOutPlannedDate: household.transferOutPlannedDate,
    addressSetDate: household.acquisitionDay,
  };
  return deadlineOf(
    rule,
    days[table[rule] ?? table['default'] ?? 'eventDate'],
    context.calendar,
    entry.fixedDate,
  );
}

function visitBasisOf(entry: Procedure, eventCode: string): VisitBasis {
  const visit = valueFor(entry.visit, eventCode);
  if (visit === 'card') return 'physical-card';
  return visit === 'law' || visit === 'consultation' ? visit : 'none';
}

/** Rows with different filing classes make one filing by the citizen. */
function filingOf(outcome: Outcome, entry: Procedure, context: Context): FilingClass {
  const byCatalogue = valueFor(entry.filing, context.evaluation.household.eventCode);
  const classes = outcome.rows.map(({ proposal }) => proposal.filing ?? byCatalogue);
  const besideNotification = REGISTER_NOTIFICATIONS.some((id) => context.required.has(id));
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
