import type { FactValue } from '../determination.js';
import { valuesOf } from '../vocabulary.js';
import type { Supposition } from './household.js';
import { known, unknown, type FactRef, type Tri } from './maybe.js';

// Beyond this many combinations Kleene's answer stands: it asks at most too much, never too little.
const MOST_COMBINATIONS = 40;

/**
 * Sharpens an unknown answer by trying every completion of the facts it asks for: the same answer for all of them is
 * known, and a fact that changes none of them is not asked.
 */
export function settle(answer: Tri, suppose: (suppositions: readonly Supposition[]) => Tri): Tri {
  if (answer.known) return answer;
  const asks = distinct(answer.asks);
  // Kleene's logic is exact as long as no open fact stands in two places.
  if (asks.length === answer.asks.length) return answer;
  const domains = asks.map(({ fact }) => valuesOf(fact));
  const total = domains.reduce((product, domain) => product * (domain?.length ?? Infinity), 1);
  if (total > MOST_COMBINATIONS) return unknown(...asks);
  const outcomes = combinations(
    asks,
    domains.map((domain) => domain ?? []),
  ).map((combination) => ({
    combination,
    answer: suppose(combination),
  }));
  if (outcomes.some((one) => !one.answer.known)) return unknown(...asks);
  const values = outcomes.map((one) => one.answer.known && one.answer.value);
  if (values.every((value) => value === values[0])) return known(values[0] === true);
  const decisive = asks.filter((_ask, at) =>
    matters(
      at,
      outcomes.map((one) => one.combination),
      values,
    ),
  );
  return unknown(...decisive);
}

/** Each fact once, in the order first asked. */
export function distinct(asks: readonly FactRef[]): FactRef[] {
  return [...new Map(asks.map((ask) => [JSON.stringify([ask.fact, ask.person]), ask])).values()];
}

function combinations(
  asks: readonly FactRef[],
  domains: readonly (readonly FactValue[])[],
): Supposition[][] {
  return asks.reduce<Supposition[][]>(
    (found, ask, at) =>
      found.flatMap((one) => (domains[at] ?? []).map((value) => [...one, { ...ask, value }])),
    [[]],
  );
}

/** Two completions that differ in this fact alone have different answers. */
function matters(
  at: number,
  combos: readonly (readonly Supposition[])[],
  values: readonly boolean[],
): boolean {
  const answers = new Map<string, boolean>();
  return combos.some((combination, index) => {
    const rest = JSON.stringify(
      combination.filter((_one, place) => place !== at).map(({ value }) => value),
    );
    const earlier = answers.get(rest);
    const value = values[index] === true;
    answers.set(rest, value);
    return earlier !== undefined && earlier !== value;
  });
}
