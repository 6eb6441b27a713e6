import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BUILT_IN } from './built-in-rules.js';
import { buildRuleBase, type RuleSetSource } from './build-rule-base.js';
import { determine } from './determine.js';
import { cityCalendar } from './city.js';
import { RuleDataError, UnknownRuleSetError } from './errors.js';
import { currentRuleSet, installRuleSets, RULE_SET, ruleSet } from './rule-set.js';

const builtIn = buildRuleBase(BUILT_IN);
const row = {
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
};
const manifest = { id: 'next', basedOn: RULE_SET, files: ['rows.json'] };
const source = (rows: unknown, more: object = {}): RuleSetSource => ({
  sets: [{ manifest: { ...manifest, ...more }, files: { 'rows.json': rows } }],
});
const built = (from: RuleSetSource) => buildRuleBase(from, builtIn).sets.get('next');
const ids = (from: RuleSetSource) => built(from)?.rows.map(({ id }) => id);
const before = builtIn.sets.get(RULE_SET)?.rows.map(({ id }) => id) ?? [];

describe('a rule set that is based on another', () => {
  it('adds its rows after those of the base', () => {
    expect(ids(source([row]))).toEqual([...before, 'T-1']);
  });

  it('replaces a row in its place, by as many versions as it brings', () => {
    const versions = [
      { ...row, id: 'BI-13', validTo: '2027-03-31' },
      { ...row, id: 'BI-13', validFrom: '2027-04-01' },
    ];
    const at = before.indexOf('BI-13');
    expect(ids(source(versions))).toEqual([
      ...before.slice(0, at),
      'BI-13',
      'BI-13',
      ...before.slice(at + 1),
    ]);
  });

  it('leaves out what it removes', () => {
    expect(ids(source([], { removes: ['BI-13'] }))).toEqual(before.filter((id) => id !== 'BI-13'));
  });

  it('takes from its base what it does not say', () => {
    const { lifeEvents, countedFrom, follows } = ruleSet(RULE_SET);
    expect(built(source([row]))).toMatchObject({ lifeEvents, countedFrom, follows });
    expect(built(source([row], { lifeEvents: ['birth'] }))?.lifeEvents).toEqual(['birth']);
  });

  it('may stand before its base', () => {
    const [set] = source([row]).sets;
    const later = { manifest: { id: 'later', basedOn: 'next', files: [] }, files: {} };
    const { sets } = buildRuleBase({ sets: [later, ...(set ? [set] : [])] }, builtIn);
    expect(sets.get('later')?.rows.at(-1)?.id).toBe('T-1');
  });

  it.each<[string, RuleSetSource]>([
    [
      'a: basedOn: unknown rule set b',
      {
        sets: [
          { manifest: { id: 'a', basedOn: 'b', files: [] }, files: {} },
          { manifest: { id: 'b', basedOn: 'a', files: [] }, files: {} },
        ],
      },
    ],
    ['next: basedOn: unknown rule set older', source([], { basedOn: 'older' })],
    ['next: rulesFrom: no date', source([], { rulesFrom: 'always' })],
    ['next: no file other.json', source([], { files: ['other.json'] })],
    ['next: removes: BI-99 is no row', source([], { removes: ['BI-99'] })],
    ['next: removes: BI-13 is no row', source([{ ...row, id: 'BI-13' }], { removes: ['BI-13'] })],
    [`${RULE_SET}: this rule set stands twice`, source([], { id: RULE_SET })],
    ['next: "files" is not as it has to be', source([], { files: 'rows.json' })],
    ['next: unknown field "baseOn"', source([], { baseOn: RULE_SET })],
    ['rows.json: a list is expected', source({})],
    ['rows.json, 1: an object is expected', source([null])],
    ['rows.json, T-1: "author" is missing', source([{ ...row, author: undefined }])],
    ['rows.json, T-1: "law" is missing', source([{ ...row, law: undefined }])],
    ['rows.json, T-1: unknown field "validForm"', source([{ ...row, validForm: '2027-01-01' }])],
    ['rows.json, T-1: "then" is not', source([{ ...row, then: [{ procedure: 'nhi-enroll' }] }])],
    ['rows.json, T-1: "review" is not', source([{ ...row, review: 'fine' }])],
    ['rows.json, T-1: "examples" is not', source([{ ...row, examples: [{ expect: 'yes' }] }])],
    ['T-1: two versions overlap', source([row, row])],
    [
      'T-1: it depends on itself: T-1 -> T-2 -> T-1',
      source([
        { ...row, when: ['row("T-2")'] },
        { ...row, id: 'T-2', when: ['required("nhi-maternity-premium-relief")'] },
      ]),
    ],
    [
      'activations, 1: unknown rule set no',
      { ...source([]), activations: [act('2027-01-01', 'no')] },
    ],
    ['activations, 1: no date: soon', { ...source([]), activations: [act('soon')] }],
    [
      'activations, 2: 2027-01-01 does not come after 2027-01-01',
      { ...source([]), activations: [act('2027-01-01'), act('2027-01-01')] },
    ],
    [
      'activations, 1: unknown field "till"',
      { ...source([]), activations: [{ ...act('2027-01-01'), till: '' }] },
    ],
  ])('is refused: %s', (problem, wrong) => {
    expect(() => buildRuleBase(wrong, builtIn)).toThrow(RuleDataError);
    expect(() => buildRuleBase(wrong, builtIn)).toThrow(problem);
  });

  it('is refused with the place, whatever stands in its files', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (one, rows, activations) => {
        const files = { 'rows.json': rows };
        const strange = {
          sets: [
            { manifest: one, files },
            { manifest, files },
          ],
          activations,
        };
        expect(() => buildRuleBase(strange, builtIn)).toThrow(RuleDataError);
      }),
    );
  });
});

function act(from: string, ruleSetId = RULE_SET) {
  return { from, ruleSet: ruleSetId };
}

describe('the activations', () => {
  const request = {
    lifeEvent: 'birth' as const,
    eventDate: '2027-03-31',
    ward: { code5: '14133' },
    householdFacts: {
      persons: [
        { id: 'm', role: 'head', isMother: true, insurance: 'nhi', age: 30 },
        { id: 'n', role: 'child', birthDate: '2027-03-31' },
      ],
    },
  };
  const filed = (intakeDate: string) =>
    determine({ ...request, intakeDate }, { calendar: cityCalendar() }).ruleSet;

  it('let the built-in set be current as long as nothing else is installed', () => {
    expect(currentRuleSet('2000-01-01').id).toBe(RULE_SET);
    expect(filed('2027-04-01')).toBe(RULE_SET);
    expect(() => ruleSet('next')).toThrow(UnknownRuleSetError);
  });

  it('change nothing when one of them is refused', () => {
    const wrong = { ...source([row]), activations: [act('2027-04-01', 'no')] };
    expect(() => installRuleSets(wrong)).toThrow(RuleDataError);
    expect(() => ruleSet('next')).toThrow(UnknownRuleSetError);
  });

  it('bring a new set on its day and an old one back', () => {
    const activations = [act('2026-11-01'), act('2027-04-01', 'next'), act('2027-04-05')];
    installRuleSets({ ...source([row]), activations });
    expect(
      ['2027-03-31', '2027-04-01', '2027-04-04', '2027-04-05'].map((day) => filed(day)),
    ).toEqual([RULE_SET, 'next', 'next', RULE_SET]);
  });
});
