import { procedure, versionsOf } from './catalogue.js';
import type { Household } from './engine/household.js';
import type { Cell, Membership } from './engine/scope.js';
import { triggerCalled } from './engine/triggers.js';
import { RuleDataError } from './errors.js';
import { EVENT_CODE } from './event-codes.js';
import { compileCell, type CellNames } from './feel/compile-cell.js';
import type { Proposal, Row, RowData } from './rule-row.js';
import { checkVersions, overlap } from './validity.js';
import { GROUPS } from './words/groups.js';
import { groupCell, nameCell, pathCell, resultCell, rowCell } from './words/lookup.js';

/** Parses and checks rows; the versions of a row share its id. Throws a `RuleDataError` that names the row. */
export function compileRows(
  rows: readonly RowData[],
  /** Rows of the set below, to which these may refer. */
  below: readonly RowData[] = [],
): readonly Row[] {
  const conditions = conditionRows([...below, ...rows]);
  for (const [id, versions] of Map.groupBy(rows, (row) => row.id)) checkVersions(id, versions);
  return rows.map((row) => {
    checkRow(row, conditions);
    return { ...row, cells: row.when.map((text) => cellOf(text, row)) };
  });
}

/** The persons of a group in a household. */
export function membersOf(group: string, household: Household): readonly Membership[] {
  return GROUPS[group]?.(household) ?? [];
}

// Many rows say the same; parsing takes most of the time of loading.
const compiled = new Map<string, Cell>();

function cellOf(text: string, row: RowData): Cell {
  const key = `${row.each === 'household' ? 'of all' : 'of one'} ${text}`;
  const found = compiled.get(key) ?? compileCell(text, row.id, wordsFor(row));
  compiled.set(key, found);
  return found;
}

/** The words that the cells of a row may use. */
export function wordsFor({ each }: Pick<RowData, 'each'>): CellNames {
  return {
    name: (name) => nameCell(name, each !== 'household'),
    path: pathCell,
    call: (word, argument) => {
      if (word === 'row') return rowCell(argument);
      if (word === 'some') return groupCell(argument);
      procedure(argument);
      return resultCell(word, argument, each !== 'household');
    },
  };
}

/** The rows that others refer to by `row("id")`; throws a `RuleDataError` for one that does not exist. */
export function conditionRows(rows: readonly RowData[]): ReadonlySet<string> {
  const ids = new Set(rows.map(({ id }) => id));
  const found = new Set<string>();
  for (const { id, when } of rows) {
    for (const [, other = ''] of when.join(' ').matchAll(/\brow\("([^"]*)"\)/g)) {
      if (!ids.has(other)) throw new RuleDataError(id, `no row is called ${other}`);
      found.add(other);
    }
  }
  return found;
}

function checkRow(row: RowData, conditions: ReadonlySet<string>): void {
  const fail = (problem: string): never => {
    throw new RuleDataError(row.id, problem);
  };
  const codes = new Set<string>(Object.values(EVENT_CODE));
  const strange = row.events.find((event) => !codes.has(event));
  if (strange !== undefined || row.events.length === 0) fail(`unknown event ${String(strange)}`);
  checkLifeEvents(row, fail);
  if (row.each !== 'household') checkGroup(row.each, fail);
  for (const proposal of row.then) checkProposal(row, proposal, fail);
  const speaks = row.then.length > 0 || row.inform !== undefined || row.effect !== undefined;
  if (!speaks && !conditions.has(row.id)) fail('it says nothing');
}

function checkLifeEvents({ events, lifeEvents }: RowData, fail: (problem: string) => never): void {
  const other = lifeEvents?.find((one) => !events.includes(EVENT_CODE[one]));
  if (other !== undefined) fail(`${other} has another code`);
  if (lifeEvents?.length === 0) fail('it holds for no life event');
}

function checkProposal(row: RowData, proposal: Proposal, fail: (problem: string) => never): void {
  const { events, filing } = procedure(proposal.procedure);
  const missing = row.events.find((event) => !events.includes(event));
  if (missing !== undefined) fail(`${proposal.procedure} has no event ${missing} in the catalogue`);
  if (!versionsOf(proposal.procedure).some((version) => overlap(version, row)))
    fail(`${proposal.procedure} does not exist while the row holds`);
  if ((proposal.as === 'auto') !== (filing === 'auto'))
    fail(`${proposal.procedure} is auto on one side only`);
  if (proposal.countedFrom !== undefined) triggerCalled(proposal.countedFrom);
  if (proposal.persons !== undefined) checkGroup(proposal.persons, fail);
  if (row.each === 'household' && proposal.persons === undefined && proposal.as !== 'auto')
    fail('whom does it name?');
}

function checkGroup(group: string, fail: (problem: string) => never): void {
  if (GROUPS[group] === undefined) fail(`unknown group ${group}`);
}
