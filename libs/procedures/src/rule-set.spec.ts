import { describe, expect, it } from '@jest/globals';
import { procedure, procedures, valueFor } from './catalogue.js';
import { EVENT_CODE } from './event-codes.js';
import { RuleDataError, UnknownRuleSetError } from './errors.js';
import { checkCountedFrom } from './build-rule-base.js';
import { compileRows } from './compile-rows.js';
import type { RowData } from './rule-row.js';
import { RULE_SET, ruleSet, SUPPORTED_LIFE_EVENTS } from './rule-set.js';

const row: RowData = {
  id: 'T-1',
  source: 'test',
  events: ['MI'],
  each: 'movers',
  when: ['insurance = "nhi"'],
  then: [{ procedure: 'nhi-enroll', as: 'required' }],
  law: '-',
  reasonJa: '-',
  reasonPlainJa: '-',
  reasonEn: '-',
  author: 'test',
  review: 'unreviewed',
  examples: [],
};

describe('the rule set', () => {
  it('has a row for every procedure that the catalogue names for a supported life event', () => {
    const codes = new Set(SUPPORTED_LIFE_EVENTS.map((event) => EVENT_CODE[event]));
    const missing = [...codes].flatMap((code) => {
      // A marriage or divorce with a move takes the rows of that move too.
      const withMove = code === 'MA' || code === 'DV' ? ['MI', 'MF', 'MB', 'MW'] : [];
      const rows = ruleSet(RULE_SET).rows.filter(({ events }) =>
        events.some((event) => [code, ...withMove].includes(event)),
      );
      const handled = new Set(rows.flatMap(({ then }) => then.map((one) => one.procedure)));
      return procedures()
        .filter(({ id, events }) => events.includes(code) && !handled.has(id))
        .map(({ id }) => `${code} ${id}`);
    });
    expect(missing).toEqual([]);
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
    expect(different).toEqual([
      'MF-08 school-transfer',
      'DE-16 np-unpaid-pension',
      'DE-18 np-survivor-basic',
      'DE-22 np-death-lump-sum',
      'DE-22 np-widow-pension',
    ]);
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
    ['retirement has another code', { lifeEvents: ['move-in', 'retirement'] }],
    ['it holds for no life event', { lifeEvents: [] }],
    ['unknown group crowd', { each: 'crowd' }],
    [
      'unknown group crowd',
      { then: [{ procedure: 'nhi-enroll', as: 'required', persons: 'crowd' }] },
    ],
    ['whom does it name?', { each: 'household', when: [] }],
    ['is auto on one side only', { then: [{ procedure: 'nhi-enroll', as: 'auto' }] }],
    ['no date: 2026-02-30', { validTo: '2026-02-30' }],
    [
      'np-childcare-exemption does not exist while the row holds',
      {
        events: ['BI'],
        then: [{ procedure: 'np-childcare-exemption', as: 'required' }],
        validTo: '2026-09-30',
      },
    ],
    ['it says nothing', { then: [] }],
  ])('refuses a row: %s', (problem, change) => {
    expect(() => compileRows([{ ...row, ...change }])).toThrow(problem);
  });

  it('takes the versions of a row that follow each other, and no others', () => {
    const until = { ...row, validTo: '2027-03-31' };
    expect(compileRows([until, { ...row, validFrom: '2027-04-01' }])).toHaveLength(2);
    expect(() => compileRows([row, row])).toThrow('T-1: two versions overlap');
    expect(() => compileRows([until, { ...row, validFrom: '2027-03-31' }])).toThrow(RuleDataError);
    expect(() => compileRows([until, { ...row, validFrom: '2027-04-02' }])).toThrow(
      'T-1: a gap: nothing holds from 2027-04-01 until 2027-04-02',
    );
  });

  it('proposes nothing that belongs to no life event', () => {
    const anyTime = procedures().filter(({ events }) => events.join() === 'ANY');
    expect(anyTime.map(({ id }) => id)).toContain('certificate-issuance');
    for (const { id } of anyTime) {
      for (const event of Object.values(EVENT_CODE)) {
        const then = [{ procedure: id, as: 'required' as const }];
        expect(() => compileRows([{ ...row, events: [event], then }])).toThrow('has no event');
      }
    }
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
