import { describe, expect, it } from '@jest/globals';
import { SECTIONS } from '@app/contracts';
import fc from 'fast-check';
import { ERASURE_MOVES, ERASURE_STATES, orderedErasure, withReceipt } from './erasure.js';

const anySection = fc.constantFrom(...SECTIONS);

describe('the erasure of a case', () => {
  it('waits for the receipt of every section that it names, in any order and however often each comes', () => {
    fc.assert(
      fc.property(fc.subarray([...SECTIONS]), fc.array(anySection), (awaited, coming) => {
        let erasure = orderedErasure('case', awaited);
        for (const section of coming) erasure = withReceipt(erasure, section);
        const all = awaited.every((section) => coming.includes(section));
        expect(erasure.state).toBe(all ? 'receipted' : 'ordered');
        expect(erasure.received.toSorted()).toEqual(
          awaited.filter((section) => coming.includes(section)).toSorted(),
        );
      }),
    );
  });

  it.each(['destroying', 'erased'] as const)('is not turned back by a receipt when %s', (state) => {
    const erasure = { ...orderedErasure('case', ['resident']), state };
    expect(withReceipt(erasure, 'resident')).toBe(erasure);
  });

  it('has one way only, and no step back', () => {
    const steps = ERASURE_STATES.flatMap((from) =>
      ERASURE_STATES.filter((to) => ERASURE_MOVES.allows(from, to)).map((to) => `${from} ${to}`),
    );
    expect(steps).toEqual(['ordered receipted', 'receipted destroying', 'destroying erased']);
  });
});
