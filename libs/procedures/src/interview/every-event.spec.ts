import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Question } from '../determination.js';
import { mergedCase } from '../merging/merge.js';
import { anyOtherEvent } from '../testing/any-other-event.js';
import type { Json, Scene } from '../testing/household.js';
import { interview, options, started } from '../testing/interviewing.js';
import { standingOf } from './interview.js';

const NEVER_FORGOTTEN = ['id', 'role'];

/** The scene without what somebody does not remember. */
function forgetting(scene: Scene, remembers: (name: string) => boolean): Scene {
  const kept = (facts: Json, whose: string) =>
    Object.fromEntries(
      Object.entries(facts).filter(
        ([name]) =>
          NEVER_FORGOTTEN.includes(name) || remembers(whose === '' ? name : `${whose}.${name}`),
      ),
    );
  return {
    ...scene,
    facts: kept(scene.facts ?? {}, ''),
    persons: scene.persons.map((person) => kept(person, String(person['id']))),
  };
}

const first = (open: readonly Question[]) => open[0]!;
const last = (open: readonly Question[]) => open.at(-1)!;

describe('an interview about any other life event', () => {
  // Only facts whose absence is no usual case: "absent = none" is an answer of its own (facts.md, "Absent facts").
  it('ends in any order with one result', () => {
    fc.assert(
      fc.property(anyOtherEvent, ({ full, gone }) => {
        const start = started(forgetting(full, (name) => !gone.includes(name)));
        const truth = started(full).request;
        const [one, other] = [first, last].map((pick) => interview(start, truth, pick).end);
        expect([one?.next, one?.askAtCounter]).toEqual([[], []]);
        expect(one?.determination.procedures).toEqual(other?.determination.procedures);
      }),
    );
  });

  it('ends whatever is forgotten', () => {
    fc.assert(
      fc.property(anyOtherEvent, fc.func(fc.boolean()), ({ full }, remembers) => {
        const start = started(forgetting(full, remembers));
        expect(interview(start, started(full).request, last).end.next).toEqual([]);
      }),
    );
  });

  it('plans each required visit once and each paper once, whatever is forgotten', () => {
    fc.assert(
      fc.property(anyOtherEvent, fc.func(fc.boolean()), ({ full: scene }, remembers) => {
        const { request } = started(forgetting(scene, remembers));
        const { determination } = standingOf({ request, notKnown: [], fromRegister: [] }, options);
        const { visits, documents } = mergedCase(determination, request);
        const needed = determination.procedures
          .filter(({ requirement, visitRequired }) => requirement === 'required' && visitRequired)
          .map(({ procedureId }) => procedureId);
        expect(visits.flatMap(({ procedures }) => procedures).toSorted()).toEqual(
          needed.toSorted(),
        );
        const papers = documents.bring.map(({ document }) => document);
        expect(new Set(papers).size).toBe(papers.length);
      }),
    );
  });
});
