import { Problem, type FieldError } from '@app/observability';
import {
  readDeterminationRequest,
  type FactRef,
  type FieldError as FactError,
  type PersonFacts,
} from '@app/procedures';
import { problemOfFacts } from '../features/determine-procedures/determination-problem.js';
import {
  answered,
  factsOf,
  type Answer,
  type InterviewState,
  type Step,
} from './interview-state.js';

/** As an application names persons: what it would refuse later is refused now. */
const PERSON_ID = /^[A-Za-z0-9_-]{1,20}$/;

/** An answer as it was sent. */
export interface SentAnswer {
  readonly fact: string;
  readonly person?: string;
  readonly value?: unknown;
  readonly dontKnow?: true;
}

/** @throws Problem `invalid-request` for a person whose id an application could not carry. */
export function requirePersonIds(persons: readonly PersonFacts[], pointer: string): void {
  const wrong = persons.flatMap(({ id }, at) => (PERSON_ID.test(id) ? [] : [at]));
  if (wrong.length === 0) return;
  const message =
    'id は英数字、ハイフン、下線の20文字までです。 / An id has up to 20 letters, digits, hyphens and underscores.';
  refuse(wrong.map((at) => ({ field: `${pointer}[${at}].id`, code: 'not-allowed', message })));
}

/** @throws Problem `invalid-request` for a fact that is said to come from a register and is not there. */
export function requireRegisterFacts(refs: readonly FactRef[], state: InterviewState): void {
  const { householdFacts } = factsOf(state).request;
  const missing = refs.flatMap(({ fact, person }, at) => {
    const holder =
      person === undefined
        ? householdFacts
        : householdFacts.persons.find(({ id }) => id === person);
    return holder?.[fact] === undefined || fact === 'persons' ? [at] : [];
  });
  const message = 'この項目の値がありません。 / There is no value of this fact.';
  refuse(missing.map((at) => ({ field: `fromRegister[${at}]`, code: 'missing', message })));
}

/**
 * The state after some answers and with some more persons.
 * @throws Problem `invalid-request` with each answer that is wrong and why, also for facts that contradict each other
 */
export function stateAfter(
  state: InterviewState,
  sent: readonly SentAnswer[],
  persons: readonly unknown[],
): InterviewState {
  refuse([...unclear(sent), ...noPersons(persons)]);
  const answers = sent.map(meant) as readonly Answer[];
  const { request } = factsOf(answered(state, { answers, persons: persons as PersonFacts[] }));
  refuse(ofNobody(sent, new Set(request.householdFacts.persons.map(({ id }) => id))));
  const known = state.start.householdFacts.persons.length + personsIn(state.steps);
  const read = readDeterminationRequest(request);
  if (!read.ok) throw problemOfStep(read.errors, answers, request.householdFacts.persons, known);
  const more = read.value.householdFacts.persons.slice(known);
  requirePersonIds(more, 'persons');
  return answered(state, { answers, persons: more });
}

/** A list of pensions under `pension` means those received (facts.md). */
function meant(answer: SentAnswer): SentAnswer {
  return answer.fact === 'pension' && Array.isArray(answer.value)
    ? { ...answer, fact: 'pensionsReceived' }
    : answer;
}

function noPersons(persons: readonly unknown[]): FieldError[] {
  const message = 'JSON オブジェクトを書いてください。 / Give a JSON object.';
  return persons.flatMap((person, at) =>
    typeof person === 'object' && person !== null && !Array.isArray(person)
      ? []
      : [{ field: `persons[${at}]`, code: 'wrong-type', message }],
  );
}

const personsIn = (steps: readonly Step[]): number =>
  steps.reduce((sum, { persons }) => sum + persons.length, 0);

function unclear(sent: readonly SentAnswer[]): FieldError[] {
  const message =
    'value か dontKnow のどちらか一つを書いてください。 / Give either value or dontKnow.';
  return sent.flatMap(({ value, dontKnow }, at) =>
    (value === undefined) === (dontKnow === undefined)
      ? [{ field: `answers[${at}]`, code: 'value-or-dont-know', message }]
      : [],
  );
}

function ofNobody(sent: readonly SentAnswer[], ids: ReadonlySet<string>): FieldError[] {
  const message =
    'この世帯にいない人を指しています。 / This refers to a person who is not in the household.';
  return sent.flatMap(({ person }, at) =>
    person === undefined || ids.has(person)
      ? []
      : [{ field: `answers[${at}].person`, code: 'no-such-person', message }],
  );
}

/** The errors with the places of the answers instead of those in the request that the answers made. */
function problemOfStep(
  errors: readonly FactError[],
  sent: readonly SentAnswer[],
  persons: readonly PersonFacts[],
  known: number,
): Problem {
  const { code, errors: found } = problemOfFacts(errors);
  const places = sent.map(({ fact, person }) => {
    const at = persons.findIndex(({ id }) => id === person);
    return person === undefined
      ? `householdFacts.${fact}`
      : `householdFacts.persons[${at}].${fact}`;
  });
  const named = found.map((error) => {
    const at = places.findLastIndex((place) => isAt(error.field, place));
    if (at >= 0)
      return {
        ...error,
        field: `answers[${at}].${error.code === 'unknown-field' ? 'fact' : 'value'}`,
      };
    const inPerson = /^householdFacts\.persons\[(\d+)\](.*)$/.exec(error.field);
    const index = Number(inPerson?.[1] ?? -1) - known;
    return index < 0 ? error : { ...error, field: `persons[${index}]${inPerson?.[2] ?? ''}` };
  });
  return new Problem(code, { errors: named });
}

const isAt = (field: string, place: string): boolean =>
  field === place || field.startsWith(`${place}.`) || field.startsWith(`${place}[`);

function refuse(errors: readonly FieldError[]): void {
  if (errors.length > 0) throw new Problem('invalid-request', { errors });
}
