import { describe, expect, it } from '@jest/globals';
import { cursorOf, placeIn } from './queue-cursor.js';

const place = {
  queueDate: '2026-04-13',
  receivedAt: '2026-04-01T00:00:00.123Z',
  taskId: '0197a3c0-0000-7000-8000-00000000cafe',
};
const packed = (text: string): string => Buffer.from(text).toString('base64url');

describe('the cursor of the work queue', () => {
  it('leads back to the place that it was made from, with and without a deadline', () => {
    for (const queueDate of ['2026-04-13', 'infinity'])
      expect(placeIn(cursorOf({ ...place, queueDate }))).toEqual({ ...place, queueDate });
  });

  it.each([
    ['nothing', ''],
    ['no base64', '*'],
    ['something else', packed('hello')],
    ['a day that does not exist', packed(`2026-02-30 ${place.receivedAt} ${place.taskId}`)],
    ['a time that does not exist', packed(`2026-04-13 2026-04-01T25:00:00.000Z ${place.taskId}`)],
    ['no id', packed(`2026-04-13 ${place.receivedAt} x`)],
    ['more than a place', packed(`2026-04-13 ${place.receivedAt} ${place.taskId} x`)],
  ])('is refused when it holds %s', (_what, cursor) => {
    expect(() => placeIn(cursor)).toThrow(expect.objectContaining({ code: 'invalid-cursor' }));
  });
});
