import { describe, expect, it } from '@jest/globals';
import { Problem } from '@app/observability';
import { HOUSEHOLD_FACTS, PERSON_FACTS, type FactRef } from '@app/procedures';
import fc from 'fast-check';
import { answered, factsOf, undone, type Answer, type InterviewState } from './interview-state.js';
import { interviewView } from './interview-view.js';
import { stateAfter } from './read-step.js';

const start = (fromRegister: readonly FactRef[] = []): InterviewState => ({
  start: {
    lifeEvent: 'move-in',
    eventDate: '2026-04-01',
    ward: { code5: '14133' },
    householdFacts: { persons: [{ id: 'p1', role: 'head', insurance: 'nhi' }], singleParent: true },
  },
  fromRegister,
  steps: [],
});
const step = (...answers: Answer[]) => ({ answers, persons: [] });
const insurance = { fact: 'insurance', person: 'p1' };

describe('the state of an interview', () => {
  it('holds the last answer to each fact', () => {
    const first = answered(start(), step({ ...insurance, value: 'none' }));
    const second = answered(
      first,
      step({ ...insurance, value: 'lsm' }, { fact: 'from', value: null }),
    );
    expect(factsOf(second).request.householdFacts).toEqual({
      persons: [{ id: 'p1', role: 'head', insurance: 'lsm' }],
      singleParent: true,
      from: null,
    });
  });

  it('forgets what was known when the answer is 分からない, and remembers it after a step back', () => {
    const said = answered(
      start(),
      step({ ...insurance, dontKnow: true }, { fact: 'singleParent', dontKnow: true }),
    );
    const { request, notKnown } = factsOf(said);
    expect(request.householdFacts).toEqual({ persons: [{ id: 'p1', role: 'head' }] });
    expect(notKnown).toEqual([insurance, { fact: 'singleParent' }]);
    expect(factsOf(undone(said)!)).toEqual(factsOf(start()));
  });

  it('takes an answer for the confirmation of a fact of a register', () => {
    const state = start([insurance, { fact: 'singleParent' }]);
    const confirmed = answered(state, step({ ...insurance, value: 'nhi' }));
    expect(factsOf(confirmed).fromRegister).toEqual([{ fact: 'singleParent' }]);
    expect(factsOf(undone(confirmed)!).fromRegister).toHaveLength(2);
  });

  it('does not grow by what says nothing new', () => {
    const state = answered(start(), step({ ...insurance, value: 'none' }));
    expect(answered(state, step({ ...insurance, value: 'none' }))).toBe(state);
  });

  it('has nothing before its start', () => {
    expect(undone(start())).toBeUndefined();
  });
});

describe('answers as they are sent', () => {
  const refused = (answers: Parameters<typeof stateAfter>[1], persons: readonly unknown[] = []) => {
    try {
      stateAfter(start(), answers, persons);
    } catch (error) {
      const { errors } = error as { errors: { field: string; code: string }[] };
      return errors.map(({ field, code }) => `${field} ${code}`);
    }
    return [];
  };

  it.each([
    ['answers[0].value not-allowed', [{ ...insurance, value: 'nhj' }]],
    ['answers[0].fact unknown-field', [{ fact: 'insurence', person: 'p1', value: 'nhi' }]],
    ['answers[0].fact unknown-field', [{ fact: 'insurance', value: 'nhi' }]],
    ['answers[0].person no-such-person', [{ fact: 'insurance', person: 'p9', value: 'nhi' }]],
    ['answers[0] value-or-dont-know', [{ ...insurance }]],
    ['answers[0] value-or-dont-know', [{ ...insurance, value: 'nhi', dontKnow: true as const }]],
    ['answers[0].value wrong-type', [{ fact: 'from', value: 'Tokyo' }]],
    ['answers[0].value no-such-date', [{ fact: 'birthDate', person: 'p1', value: '2026-02-30' }]],
  ])('are refused with their place: %s', (problem, answers) => {
    expect(refused(answers)).toEqual([problem]);
  });

  it('bring persons, who are checked as the others', () => {
    const child = { id: 'c', role: 'child', birthDate: '2010-05-01' };
    const state = stateAfter(start(), [{ fact: 'school', person: 'c', value: 'private' }], [child]);
    expect(factsOf(state).request.householdFacts.persons[1]).toEqual({
      ...child,
      school: 'private',
    });
    expect(refused([], [{ ...child, role: 'cat' }])).toEqual(['persons[0].role not-allowed']);
    expect(refused([], [{ ...child, id: 'a b' }])).toEqual(['persons[0].id not-allowed']);
    expect(refused([], [{ ...child, role: 'head' }])).toEqual(['householdFacts.persons two-heads']);
  });

  it('mean the pensions received where they list some', () => {
    const state = stateAfter(
      start(),
      [{ fact: 'pension', person: 'p1', value: ['old-age-basic'] }],
      [],
    );
    expect(factsOf(state).request.householdFacts.persons[0]).toMatchObject({
      pensionsReceived: ['old-age-basic'],
    });
  });

  it('may be any JSON: they are refused, or there is a result', () => {
    const names = [...PERSON_FACTS, ...HOUSEHOLD_FACTS, 'persons', '__proto__', 'constructor'];
    const anyValue = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.constantFrom('nhi', 'category1', '1950-02-28', '2026-04-01', 'p1', true, null),
    );
    const anyAnswer = fc.record(
      {
        fact: fc.oneof(fc.constantFrom(...names), fc.string()),
        person: fc.constantFrom('p1', 'p9', '__proto__'),
        value: anyValue,
        dontKnow: fc.constant(true as const),
      },
      { requiredKeys: ['fact'] },
    );
    const anyPerson = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.record({ id: fc.constantFrom('p1', 'p2'), role: fc.constantFrom('spouse', 'head') }),
    );
    let accepted = 0;
    fc.assert(
      fc.property(
        fc.array(anyAnswer, { maxLength: 3 }),
        fc.array(anyPerson, { maxLength: 2 }),
        (answers, persons) => {
          try {
            const state = stateAfter(start(), answers, persons);
            const interview = { id: 'i', version: 1, expiresAt: new Date(0), warned: false, state };
            const view = interviewView({ ...interview, today: '2026-11-21' }, 'en');
            expect(view.finished).toBe(view.next.length === 0);
            accepted += 1;
          } catch (error) {
            expect(error).toBeInstanceOf(Problem);
          }
        },
      ),
      { numRuns: 2000 },
    );
    expect(accepted).toBeGreaterThan(0);
  });
});
