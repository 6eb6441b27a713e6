import type { COUNTERS } from '../counters.js';
import type { Fault } from '../fault.js';
import type { FaultResult } from '../run-fault.js';

/** How the missing of a guard is seen: by a finding that was not there with it, or by a counter. */
export type Sign =
  | { readonly finding: string }
  | { readonly counter: (typeof COUNTERS)[number]; readonly goes: 'up' | 'down' };

/** Guards that are switched off together, and what then has to go wrong. */
export interface MutationCheck {
  /** As test/faults/instrument/mutations.ts calls it. */
  readonly mutation: string;
  /** What the guards are for. */
  readonly fault: Fault;
  /** Instruments that are no guards; they are there without the mutation as well. */
  readonly beside?: readonly string[];
  /** One of them has to be seen. */
  readonly signs: readonly Sign[];
}

/** Which of the signs tell the run without guards from the run with them. */
export function signsSeen(
  signs: readonly Sign[],
  unmutated: FaultResult,
  mutated: FaultResult,
): Sign[] {
  return signs.filter((sign) => {
    if ('finding' in sign) return mutated.findings.some(({ code }) => code === sign.finding);
    const before = unmutated.counters[sign.counter];
    const after = mutated.counters[sign.counter];
    return sign.goes === 'up' ? before === 0 && after > 0 : before > 0 && after === 0;
  });
}
