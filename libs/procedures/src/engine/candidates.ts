import type { PersonFacts } from '../determination.js';
import type { FactRef } from './maybe.js';

/** Who somebody may be: one candidate = known; several, or `asks` without any = to be asked. */
export interface Candidates {
  readonly persons: readonly PersonFacts[];
  readonly asks: readonly FactRef[];
}

/** Several: `fact` is asked of each of them. */
export function oneOf(persons: readonly PersonFacts[], fact = 'higherEarner'): Candidates {
  return { persons, asks: persons.length > 1 ? askEach(persons, fact) : [] };
}

export function askEach(persons: readonly PersonFacts[], fact: string): FactRef[] {
  return persons.map(({ id }) => ({ fact, person: id }));
}
