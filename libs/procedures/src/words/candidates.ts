import type { PersonFacts } from '../determination.js';
import type { Candidates } from '../engine/candidates.js';
import { asksOf, known, unknown, type Maybe, type Tri } from '../engine/maybe.js';
import type { Membership } from '../engine/scope.js';

/** What holds for somebody who may be one of several: known when it is the same for all of them. */
export function agreed<T>(
  candidates: Candidates,
  ask: (person: PersonFacts) => Maybe<T>,
): Maybe<T> {
  const answers = candidates.persons.map(ask);
  const first = answers[0];
  if (first?.known === true && answers.every((one) => one.known && one.value === first.value))
    return first;
  return unknown(...candidates.asks, ...asksOf(...answers));
}

/** Each candidate with whether he or she is the one. */
export function membershipOf(candidates: Candidates): Membership[] {
  const settled: Tri = candidates.asks.length === 0 ? known(true) : unknown(...candidates.asks);
  return candidates.persons.map((person) => ({ person, member: settled }));
}
