import type {
  Determination,
  DeterminationRequest,
  FactValue,
  PersonFacts,
  Question,
} from '../determination.js';
import { determine, type DetermineOptions } from '../determine.js';
import type { FactRef } from '../engine/maybe.js';
import { askedTogether, keyOfFact } from '../questions.js';

/** What an interview has found out so far. */
export interface InterviewFacts {
  readonly request: DeterminationRequest;
  /** Asked, and the answer was 分からない. */
  readonly notKnown: readonly FactRef[];
  /** Known from a register: shown for confirmation, never asked. */
  readonly fromRegister: readonly FactRef[];
}

/** A fact of a register, to be confirmed or put right. */
export interface Confirmation extends FactRef {
  readonly value: FactValue;
}

/** Where an interview stands; a result at any time. */
export interface InterviewStanding {
  readonly determination: Determination;
  /** What to ask now: nothing among it can be made pointless by the answer to another. Empty = the interview is over. */
  readonly next: readonly Question[];
  /** How many further questions are open at most. */
  readonly openAtMost: number;
  readonly toConfirm: readonly Confirmation[];
  /** What nobody knew and what still matters: settled at the counter (窓口で確認). */
  readonly askAtCounter: readonly Question[];
}

/**
 * The result so far and what to ask next. What was answered with 分からない is not asked again, whatever else is
 * answered, so an interview has at most one question for each fact. Throws what `determine` throws.
 */
export function standingOf(
  { request, notKnown, fromRegister }: InterviewFacts,
  options: DetermineOptions,
): InterviewStanding {
  const determination = determine(request, options);
  const unanswerable = new Set(notKnown.map(keyOfFact));
  const open = determination.questions.filter((one) => !unanswerable.has(keyOfFact(one)));
  const next = askedTogether(open);
  return {
    determination,
    next,
    openAtMost: open.length - next.length,
    toConfirm: fromRegister.flatMap((ref) => confirmationOf(request, ref)),
    askAtCounter: determination.questions.filter((one) => unanswerable.has(keyOfFact(one))),
  };
}

/** The value of a fact as it stands in a request; `undefined` = not known. */
export function valueIn(
  { householdFacts }: DeterminationRequest,
  { fact, person }: FactRef,
): FactValue | undefined {
  const holder: PersonFacts | typeof householdFacts | undefined =
    person === undefined ? householdFacts : householdFacts.persons.find(({ id }) => id === person);
  return fact === 'persons' ? undefined : (holder?.[fact] as FactValue | undefined);
}

function confirmationOf(request: DeterminationRequest, ref: FactRef): Confirmation[] {
  const value = valueIn(request, ref);
  return value === undefined ? [] : [{ ...ref, value }];
}
