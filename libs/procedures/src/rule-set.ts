import type { PlainDate } from '@app/japan';
import { procedure, versionsOf } from './catalogue.js';
import { isDeadlineRule } from './check-catalogue.js';
import { LIFE_EVENTS, type LifeEvent } from './determination.js';
import type { Cell, Membership } from './engine/scope.js';
import type { Household } from './engine/household.js';
import { triggerCalled } from './engine/triggers.js';
import { RuleDataError, UnknownRuleSetError } from './errors.js';
import { EVENT_CODE } from './event-codes.js';
import { compileCell } from './feel/compile-cell.js';
import type { Proposal, Row, RowData } from './rule-row.js';
import { checkVersions, overlap } from './validity.js';
import { GROUPS } from './words/groups.js';
import { nameCell, pathCell, resultCell } from './words/lookup.js';
import birth from './data/rules-birth.json' with { type: 'json' };
import common from './data/rules-common.json' with { type: 'json' };
import moveIn from './data/rules-move-in.json' with { type: 'json' };
import moveInCity from './data/rules-move-in-city.json' with { type: 'json' };
import moveOut from './data/rules-move-out.json' with { type: 'json' };
import setsData from './data/rule-sets.json' with { type: 'json' };

export type { Proposal, Row, RowData } from './rule-row.js';

export interface RuleSet {
  readonly id: string;
  readonly lifeEvents: readonly LifeEvent[];
  readonly rows: readonly Row[];
  /** By event code: the day from which a procedure or a deadline code counts (reference 0.3). */
  readonly countedFrom: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Procedures that count from the day of another one ("same trigger", reference 4.1). */
  readonly follows: Readonly<Record<string, readonly string[]>>;
}

const ROWS = [
  ...birth,
  ...moveIn,
  ...moveOut,
  ...moveInCity,
  ...common,
] as unknown as readonly RowData[];

/** Parses and checks rows; the versions of a row share its id. Throws a `RuleDataError` that names the row. */
export function compileRows(rows: readonly RowData[]): readonly Row[] {
  for (const [id, versions] of Map.groupBy(rows, (row) => row.id)) checkVersions(id, versions);
  return rows.map((row) => {
    checkRow(row);
    return { ...row, cells: row.when.map((cell) => compileRowCell(cell, row)) };
  });
}

/** The persons of a group in a household. */
export function membersOf(group: string, household: Household): readonly Membership[] {
  return GROUPS[group]?.(household) ?? [];
}

const ruleSets = new Map(
  setsData.ruleSets.map((set): [string, RuleSet] => {
    const data = set as unknown as Omit<RuleSet, 'rows'>;
    checkCountedFrom(data);
    return [set.id, { ...data, rows: compileRows(ROWS) }];
  }),
);

/** The id of the current rule set. */
export const RULE_SET: string = setsData.current;
/** The ids of all rule sets that a case may be pinned to. */
export const RULE_SETS: readonly string[] = [...ruleSets.keys()];
/** The first event date whose rules the current set holds; no new insurance cards since that day (reference 0.4). */
export const RULES_FROM: PlainDate =
  setsData.ruleSets.find(({ id }) => id === RULE_SET)?.rulesFrom ?? '';
/** The life events for which the current rule set has complete tables. */
export const SUPPORTED_LIFE_EVENTS: readonly LifeEvent[] = LIFE_EVENTS.filter((event) =>
  ruleSet(RULE_SET).lifeEvents.includes(event),
);

/** The rule set with that id; throws `UnknownRuleSetError`. */
export function ruleSet(id: string): RuleSet {
  const found = ruleSets.get(id);
  if (found === undefined) throw new UnknownRuleSetError(id, [...ruleSets.keys()]);
  return found;
}

function compileRowCell(text: string, row: RowData): Cell {
  return compileCell(text, row.id, {
    name: (name) => nameCell(name, row.each !== 'household'),
    path: pathCell,
    call: (word, id) => {
      procedure(id);
      return resultCell(word, id, row.each !== 'household');
    },
  });
}

/** Throws a `RuleDataError` for a code, a procedure or a day that does not exist. */
export function checkCountedFrom({
  id,
  countedFrom,
  follows,
}: Pick<RuleSet, 'id' | 'countedFrom' | 'follows'>): void {
  const codes = new Set<string>(Object.values(EVENT_CODE));
  for (const [code, names] of Object.entries(countedFrom)) {
    if (!codes.has(code)) throw new RuleDataError(id, `countedFrom: unknown event ${code}`);
    for (const [what, day] of Object.entries(names)) {
      triggerCalled(day);
      if (what !== 'default' && !isDeadlineRule(what)) procedure(what);
    }
  }
  for (const id of Object.entries(follows).flat(2)) procedure(id);
}

function checkRow(row: RowData): void {
  const fail = (problem: string): never => {
    throw new RuleDataError(row.id, problem);
  };
  const codes = new Set<string>(Object.values(EVENT_CODE));
  const strange = row.events.find((event) => !codes.has(event));
  if (strange !== undefined || row.events.length === 0) fail(`unknown event ${String(strange)}`);
  if (row.each !== 'household') checkGroup(row.each, fail);
  for (const proposal of row.then) checkProposal(row, proposal, fail);
  if (row.then.length === 0 && row.inform === undefined && row.effect === undefined)
    fail('it says nothing');
}

function checkProposal(row: RowData, proposal: Proposal, fail: (problem: string) => never): void {
  const { events, filing } = procedure(proposal.procedure);
  const missing = row.events.find((event) => !events.includes(event));
  if (missing !== undefined) fail(`${proposal.procedure} has no event ${missing} in the catalogue`);
  if (!versionsOf(proposal.procedure).some((version) => overlap(version, row)))
    fail(`${proposal.procedure} does not exist while the row holds`);
  if ((proposal.as === 'auto') !== (filing === 'auto'))
    fail(`${proposal.procedure} is auto on one side only`);
  if (proposal.persons !== undefined) checkGroup(proposal.persons, fail);
  if (row.each === 'household' && proposal.persons === undefined && proposal.as !== 'auto')
    fail('whom does it name?');
}

function checkGroup(group: string, fail: (problem: string) => never): void {
  if (GROUPS[group] === undefined) fail(`unknown group ${group}`);
}
