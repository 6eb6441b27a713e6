import { describe, expect, it } from '@jest/globals';
import { cursorOf, placeIn } from './case-cursor.js';

const place = {
  openedAt: '2026-04-06T01:00:00.000Z',
  caseId: '0197a3c0-0000-7000-8000-0000000a0001',
};
const cursor = (...parts: string[]): string => Buffer.from(parts.join(' ')).toString('base64url');

describe('the cursor of the case list', () => {
  it('leads back to the place where the page ended', () => {
    expect(placeIn(cursorOf(place))).toEqual(place);
  });

  it.each([
    ['nonsense'],
    [''],
    [cursor(place.openedAt)],
    [cursor(place.openedAt, '42')],
    [cursor('2026-02-30T01:00:00.000Z', place.caseId)],
    [cursor('2026-04-06', place.caseId)],
    [cursor(place.openedAt, place.caseId, 'more')],
  ])('that we never gave is refused: %s', (strange) => {
    expect(() => placeIn(strange)).toThrow(expect.objectContaining({ code: 'invalid-cursor' }));
  });
});
