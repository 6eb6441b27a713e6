import { catalogueOrder } from './catalogue.js';
import type { Question } from './determination.js';
import type { Household } from './engine/household.js';
import type { Outcome } from './engine/outcome.js';
import type { FactRef } from './engine/maybe.js';
import { factOrder, questionText } from './vocabulary.js';

interface OpenFact {
  readonly ask: FactRef;
  readonly why: Set<string>;
  /** How much an answer decides: of each procedure that hangs on it, its share of what that procedure still needs. */
  decides: number;
}

/**
 * One question for each fact that can still change an outcome, with the procedures that hang on it. First comes what
 * decides most: a procedure that waits for this one answer alone counts whole, one that waits for three a third. So a
 * fact that closes many ways (a birth date, an insurance) is asked before what it may make pointless.
 */
export function questionsOf(outcomes: readonly Outcome[], household: Household): Question[] {
  const places = new Map(household.persons.map(({ id }, at) => [id, at]));
  const placeOf = ({ person }: FactRef) => (person === undefined ? -1 : (places.get(person) ?? -1));
  return openFacts(outcomes)
    .sort(
      (one, other) =>
        other.decides - one.decides ||
        factOrder(one.ask.fact) - factOrder(other.ask.fact) ||
        placeOf(one.ask) - placeOf(other.ask),
    )
    .map(({ ask, why }) => ({
      ...ask,
      ...questionText(ask.fact),
      why: [...why].sort((one, other) => catalogueOrder(one) - catalogueOrder(other)),
    }));
}

/**
 * Of ordered questions those to put together: no answer to one of them can make another one pointless, because no
 * procedure hangs on two of them and no two are about one person, whose facts imply each other (who is in the national
 * health insurance is no public servant). The first is always among them.
 */
export function askedTogether(questions: readonly Question[]): Question[] {
  const taken = new Set<string>();
  return questions.filter(({ why, person }) => {
    const touched = [...why, `person ${person ?? ''}`];
    const free = touched.every((one) => !taken.has(one));
    if (free) for (const one of touched) taken.add(one);
    return free;
  });
}

function openFacts(outcomes: readonly Outcome[]): OpenFact[] {
  const byFact = new Map<string, OpenFact>();
  for (const { procedureId, asks } of outcomes) {
    for (const ask of asks) {
      const key = keyOfFact(ask);
      const entry = byFact.get(key) ?? { ask, why: new Set<string>(), decides: 0 };
      entry.why.add(procedureId);
      entry.decides += 1 / asks.length;
      byFact.set(key, entry);
    }
  }
  return [...byFact.values()];
}

/** One text for a fact of a person or of the household, for maps and sets. */
export function keyOfFact({ fact, person }: FactRef): string {
  return JSON.stringify([fact, person]);
}
