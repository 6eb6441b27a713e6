import { describe, expect, it } from '@jest/globals';
import { BUILT_IN } from '../built-in-rules.js';
import { buildRuleBase } from '../build-rule-base.js';
import { cityCalendar } from '../city.js';
import { determine } from '../determine.js';
import { readDeterminationRequest } from '../reading/read-request.js';
import type { RuleSet } from '../rule-row.js';
import { RULE_SET, ruleSet } from '../rule-set.js';
import { requestOf } from '../testing/household.js';
import { compareDeterminations } from './compare-determinations.js';
import { diffOfSettings, diffRuleSets } from './diff-rule-sets.js';

const current = ruleSet(RULE_SET);
/** What the rules would be if the weight limit were lower, the wishes were not offered and births told something. */
const next = changed({
  manifest: { id: 'next', basedOn: RULE_SET, files: ['rows.json'], removes: ['BI-16'] },
  files: {
    'rows.json': [
      { ...rowOf('BI-13'), when: ['birthWeightGram < 2000'] },
      { ...rowOf('BI-18'), id: 'T-1', then: [], effect: '試験の効果' },
    ],
  },
});

function changed(set: { manifest: object; files: Record<string, unknown> }): RuleSet {
  const { sets } = buildRuleBase({ sets: [set] }, buildRuleBase(BUILT_IN));
  return [...sets.values()].at(-1) ?? current;
}

function rowOf(id: string): object {
  const row = current.rows.find((one) => one.id === id);
  return JSON.parse(JSON.stringify({ ...row, cells: undefined })) as object;
}

function determined(rules: RuleSet, birthWeightGram?: number) {
  const read = readDeterminationRequest(
    requestOf({
      lifeEvent: 'birth',
      eventDate: '2026-11-02',
      facts: { birthPlace: 'domestic' },
      persons: [
        { id: 'm', role: 'head', isMother: true, age: 30, insurance: 'nhi' },
        {
          id: 'n',
          role: 'child',
          birthDate: '2026-11-02',
          ...(birthWeightGram && { birthWeightGram }),
        },
      ],
    }),
  );
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  return { rules, result: determine(read.value, { calendar: cityCalendar(), ruleSet: rules }) };
}

describe('the difference between two rule sets', () => {
  it('names the rows that were changed, added and removed', () => {
    expect(diffRuleSets(current, next)).toEqual([
      { row: 'BI-13', change: 'changed', fields: ['when'] },
      { row: 'T-1', change: 'added', fields: [] },
      { row: 'BI-16', change: 'removed', fields: [] },
    ]);
    expect(diffRuleSets(current, current)).toEqual([]);
  });

  it('names the version of a row that differs', () => {
    const versions = changed({
      manifest: { id: 'next', basedOn: RULE_SET, files: ['rows.json'] },
      files: {
        'rows.json': [
          { ...rowOf('BI-13'), validTo: '2027-03-31' },
          { ...rowOf('BI-13'), validFrom: '2027-04-01', law: '別の法律' },
        ],
      },
    });
    expect(diffRuleSets(current, versions)).toEqual([
      { row: 'BI-13', change: 'changed', fields: ['validTo'] },
      { row: 'BI-13', validFrom: '2027-04-01', change: 'added', fields: [] },
    ]);
  });

  it('names the settings that differ', () => {
    expect(diffOfSettings(current, { ...current, lifeEvents: ['birth'] })).toEqual(['lifeEvents']);
    expect(diffOfSettings(current, next)).toEqual([]);
  });
});

describe('the difference between two determinations of one household', () => {
  const differences = (weight?: number) =>
    compareDeterminations(determined(current, weight), determined(next, weight));

  it('is nothing under the same rules', () => {
    expect(compareDeterminations(determined(current), determined(current))).toEqual([]);
  });

  it('is each procedure and effect, with the rows on both sides', () => {
    const found = differences(2200);
    expect(found).toContainEqual({
      what: 'procedure',
      name: 'low-birth-weight-notification',
      change: 'removed',
      rowsBefore: 'BI-13',
    });
    expect(found).toContainEqual({
      what: 'automatic-effect',
      name: '試験の効果',
      change: 'added',
      rowsAfter: 'T-1',
    });
  });

  it('has what changed within a procedure and the questions that fall away', () => {
    const weight = differences(1900).filter(({ name }) => name === 'low-birth-weight-notification');
    expect(weight).toEqual([]);
    const found = compareDeterminations(determined(current), determined(current, 1900));
    expect(found.find(({ name }) => name === 'low-birth-weight-notification')).toMatchObject({
      change: 'changed',
      fields: { requirement: ['maybe', 'required'] },
      rowsBefore: 'BI-13',
      rowsAfter: 'BI-13',
    });
    expect(found.find(({ what }) => what === 'question')).toMatchObject({
      name: 'birthWeightGram of n',
      change: 'removed',
      rowsBefore: 'BI-13',
    });
  });
});
