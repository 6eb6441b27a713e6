import { describe, expect, it } from '@jest/globals';
import type { RowData, RowExample } from './rule-row.js';
import { compileRows } from './compile-rows.js';
import { RULE_SET, ruleSet } from './rule-set.js';
import { wrongExamples } from './row-examples.js';

const row: RowData = {
  id: 'T-1',
  source: 'test',
  events: ['BI'],
  each: 'mother',
  when: ['insurance = "nhi"'],
  then: [{ procedure: 'nhi-maternity-premium-relief', as: 'required' }],
  law: '-',
  reasonJa: '-',
  reasonPlainJa: '-',
  reasonEn: '-',
  author: 'test',
  review: 'unreviewed',
  examples: [],
  validFrom: '2024-01-01',
};
const birth = (insurance: string | undefined, expected: RowExample['expect']): RowExample => ({
  on: '2026-11-02',
  persons: [
    { id: 'm', role: 'head', isMother: true, age: 30, ...(insurance && { insurance }) },
    { id: 'n', role: 'child', birthDate: '2026-11-02' },
  ],
  expect: expected,
});
const told = (...examples: readonly RowExample[]) =>
  wrongExamples({ ...ruleSet(RULE_SET), rows: compileRows([{ ...row, examples }]) });

describe('the examples of a row', () => {
  it('hold, do not, or are open as they say', () => {
    expect(
      told(birth('nhi', 'holds'), birth('employee', 'not'), birth(undefined, 'unknown')),
    ).toEqual([]);
  });

  it('are named where the row says otherwise', () => {
    expect(told(birth('nhi', 'not'), birth('employee', 'holds'))).toEqual([
      'T-1, example 1: expected not, found holds',
      'T-1, example 2: expected holds, found not',
    ]);
  });

  it('do not hold before the row is in force', () => {
    const early = { ...birth('nhi', 'holds'), on: '2023-12-31' };
    expect(told(early, birth('employee', 'not'))).toEqual([
      'T-1, example 1: expected holds, found not',
    ]);
  });

  it('show both sides of a condition', () => {
    expect(told(birth('nhi', 'holds'))).toEqual(['T-1: no example expects not']);
  });

  it('are refused like any request', () => {
    expect(told(birth('NHI', 'holds'), birth('employee', 'not'))).toEqual([
      expect.stringContaining('T-1, example 1: expected holds, found /householdFacts/persons/0'),
    ]);
  });

  it('agree with every row of the current rule set', () => {
    expect(wrongExamples(ruleSet(RULE_SET))).toEqual([]);
  });
});
