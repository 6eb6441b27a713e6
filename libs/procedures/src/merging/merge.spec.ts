import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { determine } from '../determine.js';
import { cityCalendar } from '../city.js';
import type { DeterminationRequest } from '../determination.js';
import { readDeterminationRequest } from '../reading/read-request.js';
import { anyHousehold, gaps, sceneOf, without } from '../testing/any-household.js';
import { requestOf, type Scene } from '../testing/household.js';
import { mergedCase } from './merge.js';
import { fewestVisits, type Errand } from './visit-search.js';

function requestFor(scene: Scene): DeterminationRequest {
  const read = readDeterminationRequest(requestOf(scene));
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  return read.value;
}

function merged(scene: Scene) {
  const request = requestFor(scene);
  const determination = determine(request, { calendar: cityCalendar() });
  return { determination, ...mergedCase(determination, request) };
}

const isUnique = (values: readonly string[]) => new Set(values).size === values.length;

describe('the merged case', () => {
  it('asks for nothing twice and for nothing that another step produces or the city may not ask for', () => {
    fc.assert(
      fc.property(anyHousehold, gaps, (drawn, gone) => {
        const { determination, documents, formItems } = merged(without(sceneOf(drawn), gone));
        const bring = documents.bring.map(({ document }) => document);
        expect(isUnique(bring)).toBe(true);
        expect(isUnique(formItems.map(({ fact, person = '' }) => `${person}.${fact}`))).toBe(true);
        const questions = determination.questions.map(
          ({ fact, person = '' }) => `${person}.${fact}`,
        );
        expect(isUnique(questions)).toBe(true);
        const required = determination.procedures.filter((one) => one.requirement === 'required');
        for (const { by } of documents.produced)
          expect(required.map(({ procedureId }) => procedureId)).toContain(by);
        const told = [...documents.bring, ...documents.produced, ...documents.notAsked].flatMap(
          (one) => one.procedures.map((id) => `${id} ${one.document}`),
        );
        expect(told.toSorted()).toEqual(
          required
            .flatMap(({ procedureId, documents: own }) => own.map((one) => `${procedureId} ${one}`))
            .toSorted(),
        );
      }),
    );
  });

  it('plans every required visit once, predecessors first, by the earliest deadline', () => {
    fc.assert(
      fc.property(anyHousehold, gaps, (drawn, gone) => {
        const { determination, visits } = merged(without(sceneOf(drawn), gone));
        const byId = new Map(determination.procedures.map((one) => [one.procedureId, one]));
        const planned = visits.flatMap(({ procedures }) => procedures);
        const needed = determination.procedures
          .filter(({ requirement, visitRequired }) => requirement === 'required' && visitRequired)
          .map(({ procedureId }) => procedureId);
        expect(planned.toSorted()).toEqual(needed.toSorted());
        for (const [at, id] of planned.entries())
          for (const before of byId.get(id)?.dependsOn ?? [])
            if (needed.includes(before)) expect(planned.indexOf(before)).toBeLessThan(at);
        const deadlines = planned.flatMap((id) => byId.get(id)?.deadline ?? []).toSorted();
        expect(visits.map(({ lastDay }) => lastDay).toSorted()[0] ?? undefined).toBe(deadlines[0]);
      }),
    );
  });

  const adult = (id: string, role: string) => ({
    id,
    role,
    birthDate: '1985-06-01',
    insurance: 'nhi',
    pension: 'category1',
    myNumberCard: id === 'b',
  });
  const moveIn: Scene = {
    lifeEvent: 'move-in',
    eventDate: '2026-05-11',
    facts: { from: { code5: '13112' } },
    persons: [adult('a', 'head'), adult('b', 'spouse')],
  };

  it('needs one visit for a move with a card: its holder comes, and brings each paper once', () => {
    const { visits } = merged(moveIn);
    expect(visits[0]?.procedures).toEqual(
      expect.arrayContaining(['move-in-notification', 'my-number-card-continuation']),
    );
    expect(visits).toMatchObject([
      {
        place: 'ward-office',
        counters: [{ ja: '区役所 区民課' }],
        mustCome: ['b'],
        oneOf: [],
        lastDay: '2026-05-25',
      },
    ]);
  });

  it('lets one of the family come where no card is renewed', () => {
    const persons = [adult('a', 'head'), adult('c', 'spouse')];
    const { visits } = merged({ ...moveIn, persons });
    expect(visits).toMatchObject([{ mustCome: [], oneOf: [['a', 'c']] }]);
  });

  it('does not ask for the insurance of a newborn that the same case enrols', () => {
    const newborn = { id: 'n', role: 'child', birthDate: '2026-05-11' };
    const { documents } = merged({
      ...moveIn,
      lifeEvent: 'birth',
      facts: { existingChildAllowanceRecipient: null },
      persons: [{ ...adult('a', 'head'), higherEarner: true }, adult('b', 'spouse'), newborn],
    });
    const papers = documents.produced.map(({ document, by }) => [document, by]);
    expect(papers).toContainEqual(['子の健康保険の資格', 'nhi-enroll']);
    expect(documents.bring.map(({ document }) => document)).not.toContain('子の健康保険の資格');
  });
});

describe('the fewest visits', () => {
  const drawn = fc.array(
    fc.record({
      places: fc.subarray(['x', 'y', 'z'], { minLength: 1, maxLength: 2 }),
      after: fc.array(fc.nat(4), { maxLength: 2 }),
      later: fc.array(fc.nat(4), { maxLength: 1 }),
    }),
    { maxLength: 5 },
  );

  /** References point backwards only, as the order of a determination does. */
  const errandsOf = (list: typeof drawn extends fc.Arbitrary<infer T> ? T : never): Errand[] =>
    list.map(({ places, after, later }, at) => ({
      id: String(at),
      places,
      after: after.filter((one) => one < at).map(String),
      inLaterVisitThan: later.filter((one) => one < at).map(String),
    }));

  /** Whether errands can be given visits (a number each) and a place for each visit. */
  function fits(errands: readonly Errand[], visitOf: readonly number[]): boolean {
    const at = (id: string) => visitOf[Number(id)] ?? 0;
    const inOrder = errands.every(
      ({ id, after, inLaterVisitThan }) =>
        after.every((other) => at(other) <= at(id)) &&
        inLaterVisitThan.every((other) => at(other) < at(id)),
    );
    const visits = [...new Set(visitOf)];
    return (
      inOrder &&
      visits.every((visit) =>
        ['x', 'y', 'z'].some((place) =>
          errands.every(({ id, places }) => at(id) !== visit || places.includes(place)),
        ),
      )
    );
  }

  function fewestByTrial(errands: readonly Errand[]): number {
    const assignments = errands.reduce<number[][]>(
      (found) => found.flatMap((one) => errands.map((_errand, visit) => [...one, visit])),
      [[]],
    );
    return Math.min(
      ...assignments.filter((one) => fits(errands, one)).map((one) => new Set(one).size),
    );
  }

  it('are as few as any assignment can make them, and do everything once', () => {
    fc.assert(
      fc.property(drawn, (list) => {
        const errands = errandsOf(list);
        const visits = fewestVisits(errands);
        expect(visits.flatMap((visit) => visit.errands).toSorted()).toEqual(
          errands.map(({ id }) => id).toSorted(),
        );
        expect(visits).toHaveLength(errands.length === 0 ? 0 : fewestByTrial(errands));
        const visitOf = errands.map(({ id }) =>
          visits.findIndex((visit) => visit.errands.includes(id)),
        );
        expect(fits(errands, visitOf)).toBe(true);
      }),
    );
  });
});
