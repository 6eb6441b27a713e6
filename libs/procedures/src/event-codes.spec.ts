import { describe, expect, it } from '@jest/globals';
import type { DeterminationRequest, FactValue, LifeEvent } from './determination.js';
import { eventCodesOf } from './event-codes.js';

const codes = (lifeEvent: LifeEvent, from?: FactValue) =>
  eventCodesOf({
    lifeEvent,
    eventDate: '2026-05-11',
    ward: { code5: '14133' },
    householdFacts: { persons: [], ...(from === undefined ? {} : { from }) },
  } satisfies DeterminationRequest);

describe('the codes of an event', () => {
  it.each<[FactValue | undefined, readonly string[]]>([
    [undefined, ['MA']],
    [null, ['MA']],
    [{ code5: '13112' }, ['MA', 'MI']],
    [{ code5: '14103' }, ['MA', 'MI']],
    [{ code5: '14135' }, ['MA', 'MB']],
    [{ code5: '14130' }, ['MA', 'MB']],
    [{ code5: '14133' }, ['MA', 'MW']],
    [{ country: 'FRA' }, ['MA', 'MF']],
  ])('a marriage from %j has %j', (from, expected) => {
    expect(codes('marriage', from)).toEqual(expected);
    expect(codes('divorce', from)).toEqual(['DV', ...expected.slice(1)]);
  });

  it('gives a move its own code alone', () => {
    expect(codes('move-in', { code5: '13112' })).toEqual(['MI']);
    expect(codes('death', { code5: '14135' })).toEqual(['DE']);
  });
});
