import { describe, expect, it } from '@jest/globals';
import { evaluate } from 'feelin';
import { parser } from 'lezer-feel';
import { membersOf, wordsFor } from '../compile-rows.js';
import type { DeterminationRequest } from '../determination.js';
import type { FeelValue } from '../engine/absent-facts.js';
import { Evaluation } from '../engine/evaluation.js';
import { Household } from '../engine/household.js';
import type { Scope } from '../engine/scope.js';
import { tablesInForce, type TablesInForce } from '../engine/tables.js';
import { exampleRequests } from '../row-examples.js';
import type { Row } from '../rule-row.js';
import { RULE_SET, ruleSet } from '../rule-set.js';
import { compileCell } from './compile-cell.js';

const rules = ruleSet(RULE_SET);

/** The names and calls in a cell: `insurance`, `claimant.insurance`, `required("nhi-enroll")`. */
function leavesOf(text: string): string[] {
  const leaves: string[] = [];
  parser
    .configure({ top: 'Expression' })
    .parse(text)
    .iterate({
      enter: ({ name, from, to }) => {
        const leaf = text.slice(from, to);
        const isCall = name === 'FunctionInvocation' && !leaf.startsWith('not');
        if (isCall || name === 'PathExpression' || name === 'VariableName') leaves.push(leaf);
        return !isCall && name !== 'PathExpression';
      },
    });
  return leaves.filter((leaf) => leaf !== 'not');
}

/** The cell with each word replaced by its value, as FEEL writes it; undefined while one of them is unknown. */
function withValues(text: string, row: Row, scope: Scope): string | undefined {
  let written = text;
  const leaves = [...new Set(leavesOf(text))].sort((one, other) => other.length - one.length);
  const values: string[] = [];
  for (const leaf of leaves) {
    const value = compileCell(leaf, row.id, wordsFor(row))(scope);
    if (!value.known) return undefined;
    values.push(literal(value.value));
    written = written.replaceAll(wholeWord(leaf), `{${values.length - 1}}`);
  }
  return written.replace(/\{(\d+)\}/g, (_all, at: string) => values[Number(at)] ?? '');
}

function wholeWord(leaf: string): RegExp {
  const escaped = leaf.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\w."-])${escaped}(?![\\w"-])`, 'g');
}

function literal(value: FeelValue): string {
  if (typeof value !== 'string') return String(value);
  return /^\d{4}-\d{2}-\d{2}$/.test(value) ? `date("${value}")` : JSON.stringify(value);
}

interface Look {
  readonly household: Household;
  readonly tables: TablesInForce;
  readonly results: Evaluation;
}

function lookAt(request: DeterminationRequest): Look {
  const household = new Household(request);
  const tables = tablesInForce(rules, household);
  return { household, tables, results: new Evaluation(household, tables) };
}

/** Every person at whom the row looks in this household, or the household itself. */
function scopesOf(row: Row, { household, tables, results }: Look): Scope[] {
  const code = tables.codes.get(row);
  if (code === undefined) return [];
  const scope = { household: household.as(code), results };
  if (row.each === 'household') return [scope];
  return membersOf(row.each, scope.household).map(({ person }) => ({ ...scope, person }));
}

const oracle = new Map<string, unknown>();

function answerOfOracle(written: string): unknown {
  if (!oracle.has(written)) oracle.set(written, evaluate(written, {}).value);
  return oracle.get(written);
}

describe('the cells of all rows agree with FEEL for complete facts', () => {
  const looks = exampleRequests(rules).map(lookAt);

  it.each(rules.rows.map((row) => [row.id, row] as const))('%s', (_id, row) => {
    const compared = row.when.map(() => 0);
    for (const scope of looks.flatMap((look) => scopesOf(row, look))) {
      row.when.forEach((text, at) => {
        const written = withValues(text, row, scope);
        if (written === undefined) return;
        const ours = row.cells[at]?.(scope);
        const expected = { known: true, value: answerOfOracle(written) };
        expect({ written, ours }).toEqual({ written, ours: expected });
        compared[at] = (compared[at] ?? 0) + 1;
      });
    }
    expect(row.when.filter((_text, at) => compared[at] === 0)).toEqual([]);
  });
});
