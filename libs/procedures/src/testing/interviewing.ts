import { cityCalendar } from '../city.js';
import type { DeterminationRequest, FactValue, PersonFacts, Question } from '../determination.js';
import type { FactRef } from '../engine/maybe.js';
import {
  standingOf,
  valueIn,
  type InterviewFacts,
  type InterviewStanding,
} from '../interview/interview.js';
import { keyOfFact } from '../questions.js';
import { readDeterminationRequest } from '../reading/read-request.js';
import { requestOf, type Scene } from './household.js';

export const options = { calendar: cityCalendar() };

/** An interview that knows what the scene says. */
export function started(scene: Scene): InterviewFacts {
  const read = readDeterminationRequest(requestOf(scene));
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  return { request: read.value, notKnown: [], fromRegister: [] };
}

export function answered(facts: InterviewFacts, ref: FactRef, value: FactValue): InterviewFacts {
  const { householdFacts } = facts.request;
  const changed =
    ref.person === undefined
      ? { ...householdFacts, [ref.fact]: value }
      : {
          ...householdFacts,
          persons: householdFacts.persons.map((one): PersonFacts =>
            one.id === ref.person ? { ...one, [ref.fact]: value } : one,
          ),
        };
  return { ...facts, request: { ...facts.request, householdFacts: changed } };
}

export interface Run {
  readonly end: InterviewStanding;
  readonly asked: readonly string[];
}

/** Asks until nothing is listed, and nothing twice; `pick` says which one of the open questions is put, `knows` who has an answer. */
export function interview(
  start: InterviewFacts,
  truth: DeterminationRequest,
  pick: (open: readonly Question[]) => Question,
  knows: (ref: FactRef) => boolean = () => true,
): Run {
  const asked: string[] = [];
  let facts = start;
  for (;;) {
    const standing = standingOf(facts, options);
    const unanswerable = facts.notKnown.map(keyOfFact);
    const open = standing.determination.questions.filter(
      (one) => !unanswerable.includes(keyOfFact(one)),
    );
    if (open.length === 0) return { end: standing, asked };
    const question = pick(open);
    if (asked.includes(keyOfFact(question))) throw new Error(`asked twice: ${keyOfFact(question)}`);
    asked.push(keyOfFact(question));
    const value = valueIn(truth, question);
    const { fact, person } = question;
    const ref = person === undefined ? { fact } : { fact, person };
    facts =
      value !== undefined && knows(ref)
        ? answered(facts, ref, value)
        : { ...facts, notKnown: [...facts.notKnown, ref] };
  }
}
