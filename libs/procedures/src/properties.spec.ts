import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Determination } from './index.js';
import { anyHousehold, gaps, sceneOf, without } from './testing/any-household.js';
import { anyOtherEvent } from './testing/any-other-event.js';
import { determined, type Scene } from './testing/household.js';

/** A household of which everything is known, and the facts that are taken away: `fact`, or `person.fact`. */
interface Drawn {
  readonly full: Scene;
  readonly gone: readonly string[];
}

const birthsAndMoves = fc
  .tuple(anyHousehold, gaps)
  .map(([drawn, gone]): Drawn => ({ full: sceneOf(drawn), gone }));

function summary(
  result: Determination,
): Map<string, { requirement: string; persons: readonly string[] }> {
  return new Map(result.procedures.map((one) => [one.procedureId, one]));
}

describe.each<[string, fc.Arbitrary<Drawn>]>([
  ['births and moves', birthsAndMoves],
  ['work, birthdays, nursery, pregnancy and care', anyOtherEvent],
])('determine: %s', (_name, household) => {
  it('leaves nothing open when everything is known, and keeps its own order and references', () => {
    fc.assert(
      fc.property(household, ({ full }) => {
        const result = determined(full);
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
      fc.property(household, ({ full, gone }) => {
        const scene = without(full, gone);
        expect(JSON.stringify(determined(scene))).toBe(
          JSON.stringify(determined(structuredClone(scene))),
        );
      }),
    );
  });

  it('keeps what it said when an unknown fact becomes known', () => {
    fc.assert(
      fc.property(household, ({ full, gone }) => {
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
      fc.property(household, ({ full, gone }) => {
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
