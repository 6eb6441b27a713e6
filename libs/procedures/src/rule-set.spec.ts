import { describe, expect, it } from '@jest/globals';
import { procedure, valueFor } from './catalogue.js';
import { RuleDataError, UnknownRuleSetError } from './errors.js';
import {
  checkCountedFrom,
  compileRows,
  RULE_SET,
  ruleSet,
  SUPPORTED_LIFE_EVENTS,
  type RowData,
} from './rule-set.js';

const row: RowData = {
  id: 'T-1',
  source: 'test',
  events: ['MI'],
  each: 'movers',
  when: ['insurance = "nhi"'],
  then: [{ procedure: 'nhi-enroll', as: 'required' }],
  law: '-',
  reasonJa: '-',
  reasonEn: '-',
};

describe('the rule set', () => {
  it('covers birth and move-in', () => {
    expect(SUPPORTED_LIFE_EVENTS).toEqual(['birth', 'move-in', 'move-in-from-abroad']);
  });

  it('can be pinned and refuses one that it does not hold', () => {
    expect(ruleSet(RULE_SET).id).toBe(RULE_SET);
    expect(() => ruleSet('kawasaki-1999')).toThrow(UnknownRuleSetError);
  });

  it('names law, source and reason in every row', () => {
    const incomplete = ruleSet(RULE_SET).rows.filter(({ law, source, reasonJa, reasonEn }) =>
      [law, source, reasonJa, reasonEn].includes(''),
    );
    expect(incomplete).toEqual([]);
  });

  it('proposes as the catalogue says, but where the row divides a procedure', () => {
    const different = ruleSet(RULE_SET).rows.flatMap(({ id, events, then }) =>
      then
        .filter(({ as }) => as !== 'auto')
        .filter(({ procedure: one, as }) =>
          events.some((event) => valueFor(procedure(one).requirement, event) !== as),
        )
        .map(({ procedure: one }) => `${id} ${one}`),
    );
    expect(different).toEqual(['MF-08 school-transfer']);
  });

  it.each<[string, Partial<RowData>]>([
    ['nothing is called so', { when: ['insurence = "nhi"'] }],
    [
      'nothing is called so',
      { each: 'household', then: [{ procedure: 'nhi-enroll', as: 'required', persons: 'movers' }] },
    ],
    ['has no procedure "nhi"', { then: [{ procedure: 'nhi', as: 'required' }] }],
    ['has no procedure "nhi"', { when: ['required("nhi")'] }],
    ['has no event MB in the catalogue', { events: ['MB'] }],
    ['unknown event XX', { events: ['XX' as 'MI'] }],
    ['unknown group crowd', { each: 'crowd' }],
    [
      'unknown group crowd',
      { then: [{ procedure: 'nhi-enroll', as: 'required', persons: 'crowd' }] },
    ],
    ['whom does it name?', { each: 'household', when: [] }],
    ['is auto on one side only', { then: [{ procedure: 'nhi-enroll', as: 'auto' }] }],
    ['no date: 2026-02-30', { validTo: '2026-02-30' }],
    ['it says nothing', { then: [] }],
  ])('refuses a row: %s', (problem, change) => {
    expect(() => compileRows([{ ...row, ...change }])).toThrow(problem);
  });

  it('refuses an id that stands twice', () => {
    expect(() => compileRows([row, row])).toThrow(RuleDataError);
  });

  it.each([
    ['unknown event XX', { countedFrom: { XX: { default: 'eventDate' } }, follows: {} }],
    ['no day is called someDay', { countedFrom: { MI: { J14: 'someDay' } }, follows: {} }],
    ['has no procedure "J99"', { countedFrom: { MI: { J99: 'eventDate' } }, follows: {} }],
    ['has no procedure "x"', { countedFrom: {}, follows: { 'nhi-enroll': ['x'] } }],
  ])('refuses days to count from: %s', (problem, data) => {
    expect(() => {
      checkCountedFrom({ id: 'T', ...data });
    }).toThrow(problem);
  });
});
