import { procedure, versionsOf } from './catalogue.js';
import type { Household } from './engine/household.js';
import type { Cell, Membership } from './engine/scope.js';
import { RuleDataError } from './errors.js';
import { EVENT_CODE } from './event-codes.js';
import { compileCell } from './feel/compile-cell.js';
import type { Proposal, Row, RowData } from './rule-row.js';
import { checkVersions, overlap } from './validity.js';
import { GROUPS } from './words/groups.js';
import { nameCell, pathCell, resultCell } from './words/lookup.js';

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

function checkRow(row: RowData): void {
  const fail = (problem: string): never => {
    throw new RuleDataError(row.id, problem);
  };
  const codes = new Set<string>(Object.values(EVENT_CODE));
  const strange = row.events.find((event) => !codes.has(event));
  if (strange !== undefined || row.events.length === 0) fail(`unknown event ${String(strange)}`);
  checkLifeEvents(row, fail);
  if (row.each !== 'household') checkGroup(row.each, fail);
  for (const proposal of row.then) checkProposal(row, proposal, fail);
  if (row.then.length === 0 && row.inform === undefined && row.effect === undefined)
    fail('it says nothing');
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
  if (proposal.persons !== undefined) checkGroup(proposal.persons, fail);
  if (row.each === 'household' && proposal.persons === undefined && proposal.as !== 'auto')
    fail('whom does it name?');
}

function checkGroup(group: string, fail: (problem: string) => never): void {
  if (GROUPS[group] === undefined) fail(`unknown group ${group}`);
}
