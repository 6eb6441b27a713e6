import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Determination } from './index.js';
import { anyHousehold as household, gaps, sceneOf, without } from './testing/any-household.js';
import { determined } from './testing/household.js';

function summary(
  result: Determination,
): Map<string, { requirement: string; persons: readonly string[] }> {
  return new Map(result.procedures.map((one) => [one.procedureId, one]));
}

describe('determine', () => {
  it('leaves nothing open when everything is known, and keeps its own order and references', () => {
    fc.assert(
      fc.property(household, (drawn) => {
        const result = determined(sceneOf(drawn));
        const ids = result.procedures.map(({ procedureId }) => procedureId);
        expect([
          result.questions,
          result.procedures.filter(({ requirement }) => requirement === 'maybe'),
        ]).toEqual([[], []]);
        expect(new Set(ids).size).toBe(ids.length);
        const required = result.procedures.filter(({ requirement }) => requirement === 'required');
        for (const { dependsOn, procedureId } of result.procedures) {
          for (const one of dependsOn) {
            expect(required.map((other) => other.procedureId)).toContain(one);
            expect(ids.indexOf(one)).toBeLessThan(ids.indexOf(procedureId));
          }
        }
      }),
    );
  });

  it('gives the same bytes for the same input', () => {
    fc.assert(
      fc.property(household, gaps, (drawn, gone) => {
        const scene = without(sceneOf(drawn), gone);
        expect(JSON.stringify(determined(scene))).toBe(
          JSON.stringify(determined(structuredClone(scene))),
        );
      }),
    );
  });

  it('keeps what it said when an unknown fact becomes known', () => {
    fc.assert(
      fc.property(household, gaps, (drawn, gone) => {
        const full = sceneOf(drawn);
        const before = summary(determined(without(full, gone)));
        const after = summary(determined(full));
        for (const [id, { requirement, persons }] of after) {
          const early = before.get(id);
          if (early?.requirement === 'maybe') continue;
          expect([id, early?.requirement]).toEqual([id, requirement]);
          expect(persons).toEqual(expect.arrayContaining([...(early?.persons ?? [])]));
        }
        for (const [id, { requirement }] of before)
          if (requirement !== 'maybe') expect(after.has(id)).toBe(true);
      }),
    );
  });

  it('asks a way to the full answer, and only about what it proposes', () => {
    fc.assert(
      fc.property(household, gaps, (drawn, gone) => {
        const full = sceneOf(drawn);
        let open = gone;
        let result = determined(without(full, open));
        while (result.questions.length > 0) {
          const proposed = result.procedures.map(({ procedureId }) => procedureId);
          for (const { why } of result.questions)
            expect(proposed).toEqual(expect.arrayContaining([...why]));
          const answered = result.questions.map(({ fact, person }) =>
            person === undefined ? fact : `${person}.${fact}`,
          );
          const left = open.filter((name) => !answered.includes(name));
          expect(left.length).toBeLessThan(open.length);
          open = left;
          result = determined(without(full, open));
        }
        expect(result.procedures).toEqual(determined(full).procedures);
      }),
    );
  });
});
