import { beforeEach, describe, expect, it } from '@jest/globals';
import { ProvenTokens, type Proven } from './proven-tokens.js';

const citizen: Proven = {
  principal: { sub: 'citizen-1', roles: ['citizen'], wards: [], loa: 'none' },
  issuedAt: 0,
};

describe('ProvenTokens', () => {
  let wallClock = 0;
  let now = 0;
  let proven: ProvenTokens;
  beforeEach(() => {
    wallClock = 1_000_000;
    now = 0;
    const clocks = { wallClock: () => wallClock, now: () => now };
    proven = new ProvenTokens({ maxAgeMs: 60_000, maxEntries: 2, ...clocks });
  });

  it('knows a token that was proven, and no other', () => {
    proven.keep('one', citizen, wallClock + 1_000);
    expect(proven.find('one')).toBe(citizen);
    expect(proven.find('One')).toBeUndefined();
  });

  it('forgets at the very expiry, also when the token is young', () => {
    proven.keep('one', citizen, wallClock + 1_000);
    wallClock += 1_000;
    expect(proven.find('one')).toBeUndefined();
  });

  it('forgets after its age, also when the wall clock was set back', () => {
    proven.keep('one', citizen, wallClock + 3_600_000);
    wallClock -= 7_200_000;
    now = 59_999;
    expect(proven.find('one')).toBe(citizen);
    now = 60_000;
    expect(proven.find('one')).toBeUndefined();
  });

  it('gives up the oldest when it is full', () => {
    for (const token of ['one', 'two', 'three']) proven.keep(token, citizen, wallClock + 1_000);
    expect(['one', 'two', 'three'].map((token) => proven.find(token))).toEqual([
      undefined,
      citizen,
      citizen,
    ]);
  });
});
