import { catalogueOrder } from './catalogue.js';
import type { Question } from './determination.js';
import type { Household } from './engine/household.js';
import type { Outcome } from './engine/outcome.js';
import type { FactRef } from './engine/maybe.js';
import { factOrder, questionText } from './vocabulary.js';

/** One question for each fact that can still change an outcome, with the procedures that hang on it. */
export function questionsOf(outcomes: readonly Outcome[], household: Household): Question[] {
  const byFact = new Map<string, { ask: FactRef; why: string[] }>();
  for (const { procedureId, asks } of outcomes) {
    for (const ask of asks) {
      const key = JSON.stringify([ask.fact, ask.person]);
      const entry = byFact.get(key) ?? { ask, why: [] };
      entry.why.push(procedureId);
      byFact.set(key, entry);
    }
  }
  const personOrder = (id?: string) => household.persons.findIndex((person) => person.id === id);
  return [...byFact.values()]
    .sort(
      (one, other) =>
        factOrder(one.ask.fact) - factOrder(other.ask.fact) ||
        personOrder(one.ask.person) - personOrder(other.ask.person),
    )
    .map(({ ask, why }) => ({
      ...ask,
      ...questionText(ask.fact),
      why: [...new Set(why)].sort((one, other) => catalogueOrder(one) - catalogueOrder(other)),
    }));
}
