import {
  cityCalendar,
  contradictionsIn,
  currentRuleSet,
  mergedCase,
  standingOf,
  Texts,
  type DeterminedProcedure,
  type InterviewStanding,
  type MergedCase,
  type ProcedureName,
  type Text,
} from '@app/procedures';
import { problemOfDetermination } from '../features/determine-procedures/determination-problem.js';
import { factsOf, type InterviewState } from './interview-state.js';
import type { Interview } from './interviews.service.js';
import {
  confirmationView,
  counterView,
  questionView,
  type ConfirmationView,
  type CounterView,
  type QuestionView,
} from './question-view.js';

export interface ProcedureView extends DeterminedProcedure {
  /** In the language of the answer, with the legal name beside it. */
  readonly name: ProcedureName;
  readonly why: Text;
  /** Something about it is settled at the counter. */
  readonly askAtCounter: boolean;
}

export interface WarningView {
  readonly code: string;
  readonly persons: readonly string[];
  readonly text: Text;
}

/** The result so far. */
export interface InterviewResult {
  readonly ruleSet: string;
  readonly evaluatedOn: string;
  readonly procedures: readonly ProcedureView[];
  readonly automaticEffects: readonly string[];
  readonly informational: readonly string[];
  readonly warnings: readonly WarningView[];
  readonly merged: MergedCase;
}

/** What a citizen or an officer sees of an interview. Names nobody: persons go by their ids. */
export interface InterviewView {
  readonly id: string;
  readonly language: string;
  readonly lifeEvent: string;
  readonly eventDate: string;
  readonly ward: string;
  readonly expiresAt: string;
  /** It is about to be erased: any answer keeps it for its whole time again. */
  readonly expiresSoon: boolean;
  readonly finished: boolean;
  /** What to ask now, in the order that ends the interview soonest. */
  readonly next: readonly QuestionView[];
  readonly openAtMost: number;
  readonly toConfirm: readonly ConfirmationView[];
  readonly askAtCounter: readonly CounterView[];
  readonly result: InterviewResult;
}

/**
 * By the rules in use on a day: an interview is no case yet, and what it says is what would be filed then.
 * @throws Problem when the facts cannot be determined
 */
export function standing(state: InterviewState, today: string): InterviewStanding {
  try {
    return standingOf(factsOf(state), {
      calendar: cityCalendar(),
      ruleSet: currentRuleSet(today),
    });
  } catch (error) {
    throw problemOfDetermination(error);
  }
}

/** @throws Problem when the facts cannot be determined */
export function interviewView(
  { id, state, expiresAt, warned, today }: Interview,
  language: string,
): InterviewView {
  const texts = new Texts(language);
  const now = standing(state, today);
  const { request } = factsOf(state);
  return {
    id,
    language,
    lifeEvent: request.lifeEvent,
    eventDate: request.eventDate,
    ward: request.ward.code5,
    expiresAt: expiresAt.toISOString(),
    expiresSoon: warned,
    finished: now.next.length === 0,
    next: now.next.map((question) => questionView(question, request, texts)),
    openAtMost: now.openAtMost,
    toConfirm: now.toConfirm.map((one) => confirmationView(one, texts)),
    askAtCounter: now.askAtCounter.map((one) => counterView(one, texts)),
    result: resultOf(now, state, texts),
  };
}

function resultOf(
  { determination, askAtCounter }: InterviewStanding,
  state: InterviewState,
  texts: Texts,
): InterviewResult {
  const { request } = factsOf(state);
  const { ruleSet, evaluatedOn, automaticEffects, informational } = determination;
  const atCounter = new Set(askAtCounter.flatMap(({ why }) => why));
  return {
    ruleSet,
    evaluatedOn,
    procedures: determination.procedures.map((one) => ({
      ...one,
      name: texts.procedureName(one.procedureId),
      why: texts.reason(one, ruleSet),
      askAtCounter: atCounter.has(one.procedureId),
    })),
    automaticEffects,
    informational,
    warnings: contradictionsIn(request).map(({ code, persons }) => ({
      code,
      persons,
      text: texts.problem(code),
    })),
    merged: mergedCase(determination, request),
  };
}
