import type {
  DeterminationRequest,
  FactRef,
  FactValue,
  InterviewFacts,
  PersonFacts,
} from '@app/procedures';

/** An answer: a value, or 分からない. */
export interface Answer extends FactRef {
  readonly value?: FactValue;
  readonly dontKnow?: true;
}

/** What was sent together, and is taken back together. */
export interface Step {
  readonly answers: readonly Answer[];
  /** Persons of whom the interview learned. */
  readonly persons: readonly PersonFacts[];
}

/** All that an interview holds; it lies sealed. */
export interface InterviewState {
  readonly start: DeterminationRequest;
  readonly fromRegister: readonly FactRef[];
  readonly steps: readonly Step[];
}

const sameFact = (one: FactRef, other: FactRef): boolean =>
  one.fact === other.fact && one.person === other.person;

/** The facts after all answers: the last one to a fact counts, and what was answered needs no confirmation any more. */
export function factsOf({ start, fromRegister, steps }: InterviewState): InterviewFacts {
  const answers = steps.flatMap((step) => step.answers);
  const last = answers.filter(
    (answer, at) => !answers.slice(at + 1).some((later) => sameFact(answer, later)),
  );
  const listed = [...start.householdFacts.persons, ...steps.flatMap((step) => step.persons)];
  const persons = listed.map((person) =>
    withAnswers<PersonFacts>(person, ofPerson(last, person.id)),
  );
  const householdFacts = withAnswers(start.householdFacts, ofPerson(last, undefined));
  return {
    request: { ...start, householdFacts: { ...householdFacts, persons } },
    notKnown: last.filter(({ dontKnow }) => dontKnow).map(refOf),
    fromRegister: fromRegister.filter((ref) => !last.some((answer) => sameFact(ref, answer))),
  };
}

/** The state one step further, or the same one where the step says nothing new. */
export function answered(state: InterviewState, step: Step): InterviewState {
  const further = { ...state, steps: [...state.steps, step] };
  const isNew = JSON.stringify(factsOf(further)) !== JSON.stringify(factsOf(state));
  return isNew ? further : state;
}

/** The state before the last step; undefined = nothing was answered. */
export function undone(state: InterviewState): InterviewState | undefined {
  return state.steps.length === 0 ? undefined : { ...state, steps: state.steps.slice(0, -1) };
}

const ofPerson = (answers: readonly Answer[], id: string | undefined): Answer[] =>
  answers.filter(({ person }) => person === id);

const refOf = ({ fact, person }: Answer): FactRef =>
  person === undefined ? { fact } : { fact, person };

/** 分からない takes back what was said before. */
function withAnswers<T extends object>(facts: T, answers: readonly Answer[]): T {
  const unknown = answers.filter(({ dontKnow }) => dontKnow).map(({ fact }) => fact);
  const kept = Object.entries(facts).filter(([name]) => !unknown.includes(name));
  const given = answers.flatMap(({ fact, value }): [string, FactValue][] =>
    value === undefined ? [] : [[fact, value]],
  );
  return Object.fromEntries([...kept, ...given]) as T;
}
