import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FactValue, Question } from '../determination.js';
import { keyOfFact } from '../questions.js';
import { anyHousehold, gaps, manyGaps, sceneOf, without } from '../testing/any-household.js';
import { answered, interview, options, started } from '../testing/interviewing.js';
import { valuesOf } from '../vocabulary.js';
import { standingOf, valueIn, type InterviewFacts } from './interview.js';

const first = (open: readonly Question[]) => open[0]!;
/** All completions of some questions with few possible answers each; none where there are too many. */
function completions(questions: readonly Question[], most: number): FactValue[][] {
  const domains = questions.map(({ fact }) => valuesOf(fact) ?? []);
  if (domains.reduce((product, domain) => product * domain.length, 1) > most) return [];
  return domains.reduce<FactValue[][]>(
    (found, domain) => found.flatMap((one) => domain.map((value) => [...one, value])),
    [[]],
  );
}

const outcome = (facts: InterviewFacts): string =>
  JSON.stringify(standingOf(facts, options).determination.procedures);

describe('an interview', () => {
  it('ends with the full answer, in whatever order its questions are put', () => {
    fc.assert(
      fc.property(anyHousehold, gaps, fc.infiniteStream(fc.nat()), (drawn, gone, numbers) => {
        const scene = sceneOf(drawn);
        const truth = started(scene);
        const start = started(without(scene, gone));
        const anyhow = (open: readonly Question[]) =>
          open[numbers.next().value % open.length] as Question;
        for (const pick of [first, anyhow]) {
          const { end, asked } = interview(start, truth.request, pick);
          expect(end.determination.procedures).toEqual(
            standingOf(truth, options).determination.procedures,
          );
          expect(asked.length).toBeLessThanOrEqual(gone.length);
        }
      }),
    );
  });

  it('ends also for who does not know, asks nothing twice, and names what is left for the counter', () => {
    fc.assert(
      fc.property(anyHousehold, manyGaps, fc.func(fc.boolean()), (drawn, gone, knows) => {
        const scene = sceneOf(drawn);
        const start = started(without(scene, gone));
        const { end } = interview(start, started(scene).request, first, knows);
        expect(end.next).toEqual([]);
        expect(end.askAtCounter).toEqual(end.determination.questions);
        const open = end.determination.procedures.filter(
          ({ requirement }) => requirement === 'maybe',
        );
        const why = end.askAtCounter.flatMap((one) => one.why);
        expect(why).toEqual(expect.arrayContaining(open.map(({ procedureId }) => procedureId)));
      }),
    );
  });

  it('never asks what cannot matter: two answers to each question differ in some completion of the rest', () => {
    let judged = 0;
    fc.assert(
      fc.property(anyHousehold, gaps, (drawn, gone) => {
        const start = started(without(sceneOf(drawn), gone));
        const { questions } = standingOf(start, options).determination;
        const answers = completions(questions, 24);
        const results = answers.map((values) =>
          outcome(
            values.reduce<InterviewFacts>(
              (facts, value, at) => answered(facts, questions[at]!, value),
              start,
            ),
          ),
        );
        for (const [at, question] of answers.length === 0 ? [] : questions.entries()) {
          const rest = (values: readonly FactValue[]) => JSON.stringify(values.toSpliced(at, 1));
          const byRest = Map.groupBy(answers.keys(), (index) => rest(answers[index]!));
          const differs = [...byRest.values()].some(
            (group) => new Set(group.map((index) => results[index])).size > 1,
          );
          expect([keyOfFact(question), differs]).toEqual([keyOfFact(question), true]);
          judged += 1;
        }
      }),
      { numRuns: 160 },
    );
    expect(judged).toBeGreaterThan(10);
  });

  it('asks together only what no other answer of the same page can make pointless', () => {
    fc.assert(
      fc.property(anyHousehold, manyGaps, (drawn, gone) => {
        const scene = sceneOf(drawn);
        const truth = started(scene).request;
        const start = started(without(scene, gone));
        const { next, determination } = standingOf(start, options);
        expect(next[0]).toEqual(determination.questions[0]);
        for (const one of next) {
          const value = valueIn(truth, one);
          if (value === undefined) continue;
          const after = answered(start, one, value);
          const left = standingOf(after, options).determination.questions.map(keyOfFact);
          for (const other of next) if (other !== one) expect(left).toContain(keyOfFact(other));
        }
      }),
    );
  });

  it('ends sooner than with what decides least first, and than in any order', () => {
    const households = fc.sample(fc.tuple(anyHousehold, manyGaps), { numRuns: 40, seed: 5 });
    const asked = (pick: typeof first) =>
      households.reduce((sum, [drawn, gone]) => {
        const scene = sceneOf(drawn);
        const start = started(without(scene, gone));
        return sum + interview(start, started(scene).request, pick).asked.length;
      }, 0);
    let turn = 0;
    const anyhow = (open: readonly Question[]) => open[(turn += 7) % open.length]!;
    const soonest = asked(first);
    expect(soonest).toBeLessThan(asked(anyhow));
    expect(soonest).toBeLessThan(asked((open) => open.at(-1)!));
  });

  it('shows what a register knows for confirmation and does not ask it', () => {
    const scene = sceneOf(fc.sample(anyHousehold, { numRuns: 1, seed: 1 })[0]!);
    const insurance = { fact: 'insurance', person: 'a0' };
    const start = { ...started(scene), fromRegister: [insurance, { fact: 'landingDate' }] };
    const { toConfirm, determination } = standingOf(start, options);
    expect(toConfirm).toEqual([{ ...insurance, value: scene.persons[0]?.['insurance'] }]);
    expect(determination.questions.map(keyOfFact)).not.toContain(keyOfFact(insurance));
  });
});
