import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Determination } from './index.js';
import { determined, type Json, type Scene } from './testing/household.js';

const flag = fc.boolean();
const day = fc.constantFrom('2026-05-01', '2026-05-11', '2026-05-12', '2026-06-20');
const INSURANCE = [
  'nhi',
  'employee',
  'employee-dependent',
  'mutual-aid',
  'nhi-union',
  'lsm',
  'none',
  'welfare',
];
const PENSION = ['category1', 'category2', 'category3', 'none', 'none-yet'];
const RELATIONS = ['spouse', 'child', 'parent', 'sibling', 'relative3', 'other'];

const person = (ages: fc.Arbitrary<number>) =>
  fc.record(
    {
      age: ages,
      sex: fc.constantFrom('female', 'male'),
      insurance: fc.constantFrom(...INSURANCE),
      pension: fc.constantFrom(...PENSION),
      pensionsReceived: fc.subarray(['old-age-basic', 'old-age-employees', 'disability-basic']),
      pensionMyNumberLinked: flag,
      category1MonthsPaid: fc.constantFrom(0, 36),
      category1MonthsPaidOrExempt: fc.constantFrom(0, 120),
      yearsMarried: fc.constantFrom(9, 10),
      relationToDeceased: fc.constantFrom(...RELATIONS),
      livingTogether: flag,
      surnameChanges: flag,
      myNumberCard: flag,
      sealRegistered: flag,
      sealShowsSurname: flag,
      publicServant: flag,
      higherEarner: flag,
      childAllowanceRecipient: flag,
      childRearingAllowanceRecipient: flag,
      singleParentMedical: flag,
      childMedicalCertificate: flag,
      dependantFrom: day,
      losesDependentStatusOn: day,
      livesWith: fc.constantFrom('a', 'b'),
      nationality: fc.constantFrom('japanese', 'foreign'),
      moves: flag,
    },
    { requiredKeys: [] },
  );

const household = fc.record({
  lifeEvent: fc.constantFrom('marriage', 'divorce', 'death', 'name-change'),
  first: person(fc.integer({ min: 18, max: 90 })),
  second: person(fc.integer({ min: 18, max: 90 })),
  children: fc.array(person(fc.integer({ min: 0, max: 30 })), { maxLength: 2 }),
  whoDied: fc.constantFrom('a', 'b', 'c0'),
  facts: fc.record(
    {
      from: fc.constantFrom(
        { code5: '13112' },
        { code5: '14135' },
        { code5: '14133' },
        { country: 'FRA' },
      ),
      moveDate: day,
      custody: fc.constantFrom('a', 'b', 'joint'),
      divorceType: fc.constantFrom('agreement', 'court'),
      keepsMarriedSurname: flag,
      alreadySameHousehold: flag,
      livingTogether: flag,
      existingChildAllowanceRecipient: fc.constantFrom('a', 'b', null),
      otherChildren: fc.constantFrom(0, 2),
      funeralDate: day,
      funeralPayer: fc.constantFrom('a', 'b'),
      singleParent: flag,
    },
    { requiredKeys: [] },
  ),
});

type Drawn = typeof household extends fc.Arbitrary<infer T> ? T : never;

function sceneOf({ lifeEvent, first, second, children, whoDied, facts }: Drawn): Scene {
  const dies = (id: string): Json => (lifeEvent === 'death' ? { deceased: id === whoDied } : {});
  return {
    lifeEvent,
    eventDate: '2026-05-11',
    facts,
    persons: [
      { ...first, id: 'a', role: 'head', ...dies('a') },
      {
        ...second,
        id: 'b',
        role: lifeEvent === 'divorce' ? 'former-spouse' : 'spouse',
        ...dies('b'),
      },
      ...children.map((one, at) => ({ ...one, id: `c${at}`, role: 'child', ...dies(`c${at}`) })),
    ],
  };
}

const required = (result: Determination) =>
  result.procedures.filter(({ requirement }) => requirement === 'required');

describe('any household that marries, divorces, mourns or changes its name', () => {
  it('gets an answer whose parts fit together', () => {
    fc.assert(
      fc.property(household, (drawn) => {
        const result = determined(sceneOf(drawn));
        const ids = result.procedures.map(({ procedureId }) => procedureId);
        expect(new Set(ids).size).toBe(ids.length);
        const needed = required(result).map(({ procedureId }) => procedureId);
        for (const { procedureId, dependsOn } of result.procedures)
          for (const one of dependsOn) {
            expect(needed).toContain(one);
            expect(ids.indexOf(one)).toBeLessThan(ids.indexOf(procedureId));
          }
        // The grade of a disability is the one thing that no fact says.
        const open = result.procedures.filter(
          ({ requirement, procedureId }) =>
            requirement === 'maybe' &&
            !/^np-(survivor-basic|death-lump-sum|widow)/.test(procedureId),
        );
        const asked = result.questions.flatMap(({ why }) => why);
        for (const { procedureId } of open) expect(asked).toContain(procedureId);
        for (const { why } of result.questions)
          expect(ids).toEqual(expect.arrayContaining([...why]));
      }),
    );
  });

  it('gets one medical subsidy, one pension for a widow, and changes no insurance that it leaves', () => {
    fc.assert(
      fc.property(household, (drawn) => {
        const result = determined(sceneOf(drawn));
        const named = (id: string) =>
          required(result).find(({ procedureId }) => procedureId === id)?.persons ?? [];
        const single = named('single-parent-medical');
        expect(named('child-medical-certificate').filter((id) => single.includes(id))).toEqual([]);
        expect([named('np-death-lump-sum'), named('np-widow-pension')]).toContainEqual([]);
        const withdraws = named('nhi-withdraw');
        expect(
          named('nhi-address-household-change').filter((id) => withdraws.includes(id)),
        ).toEqual([]);
      }),
    );
  });
});
