import { describe, expect, it } from '@jest/globals';
import { etagOf, requireVersion, versionIn } from './task-version.js';

describe('the version of a task', () => {
  it('is its entity tag', () => {
    expect(versionIn(etagOf({ version: 7 }))).toBe(7);
  });

  it.each([undefined, '', '  '])('must be sent with every change (%p)', (header) => {
    expect(() => versionIn(header)).toThrow(expect.objectContaining({ code: 'if-match-missing' }));
  });

  it.each(['7', 'W/"7"', '*', '"seven"', '"6", "7"'])('is not met by %s', (header) => {
    expect(() => requireVersion({ version: 7 }, versionIn(header))).toThrow(
      expect.objectContaining({ code: 'version-changed', headers: { etag: '"7"' } }),
    );
  });
});
