import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Standing } from './introspection.js';
import type { Principal } from './principal.js';
import { StaffStanding } from './staff-standing.js';

const anna: Principal = {
  ...{ sub: 'anna', roles: ['reviewer'], section: 'resident', wards: ['14131'], loa: 'none' },
};
const said = (wards: string[]): Standing => ({ active: true, ...anna, roles: ['reviewer'], wards });

describe('StaffStanding', () => {
  let now = 0;
  let asked = 0;
  let word: () => Promise<Standing>;
  let standing: StaffStanding;
  const clocks = { wallClock: () => now, now: () => now };

  beforeEach(() => {
    [now, asked] = [0, 0];
    word = () => Promise.resolve(said(['14132']));
    const introspection = {
      ask: () => {
        asked += 1;
        return word();
      },
    };
    standing = new StaffStanding({ ...clocks, introspection });
  });
  const at = async (seconds: number): Promise<readonly string[]> => {
    now = seconds * 1_000;
    return (await standing.current('token', anna, 0)).wards;
  };

  it('takes a token of half a minute at its word, and an older one as the issuer says', async () => {
    expect(await at(29)).toEqual(['14131']);
    expect(await at(30)).toEqual(['14132']);
    expect(asked).toBe(1);
  });

  it('asks again after half a minute, and once however many ask', async () => {
    await at(100);
    expect(await at(129)).toEqual(['14132']);
    word = () => Promise.resolve(said([]));
    now = 130_000;
    const all = [1, 2, 3].map(() => standing.current('token', anna, 0));
    for (const { wards } of await Promise.all(all)) expect(wards).toEqual([]);
    expect(asked).toBe(2);
  });

  it('refuses a token that was ended, also a minute later', async () => {
    await at(100);
    word = () => Promise.resolve({ active: false });
    await expect(at(130)).rejects.toMatchObject({ reason: 'ended' });
    await expect(at(131)).rejects.toMatchObject({ reason: 'ended' });
  });

  it('asks no more about a token that was ended than about any other', async () => {
    word = () => Promise.resolve({ active: false });
    for (const second of [100, 101, 110, 129])
      await expect(at(second)).rejects.toMatchObject({ reason: 'ended' });
    expect(asked).toBe(1);
    word = () => Promise.resolve(said([]));
    expect(await at(130)).toEqual([]);
  });

  it('keeps the issuer’s last word for a minute when it cannot be asked, and no longer', async () => {
    await at(100);
    word = () => Promise.reject(new Error('away'));
    expect(await at(159)).toEqual(['14132']);
    await expect(at(160)).rejects.toMatchObject({ code: 'identity-provider-unavailable' });
  });

  it('does not let its word grow older than a minute while the issuer takes its time not to answer', async () => {
    await at(100);
    word = () => {
      now += 2_000;
      return Promise.reject(new Error('away'));
    };
    await expect(at(159)).rejects.toMatchObject({ code: 'identity-provider-unavailable' });
  });

  it('does not ask an issuer in trouble for each request', async () => {
    word = () => Promise.reject(new Error('away'));
    for (const second of [100, 100.1, 101, 101.9])
      await expect(at(second)).rejects.toMatchObject({ code: 'identity-provider-unavailable' });
    expect(asked).toBe(1);
    word = () => Promise.resolve(said([]));
    expect(await at(102)).toEqual([]);
  });

  it('takes no word about somebody else', async () => {
    word = () => Promise.resolve({ ...said([]), sub: 'ben' });
    await expect(at(100)).rejects.toMatchObject({ reason: 'wrong-claim' });
  });

  it('without an issuer to ask lets a token count for a minute', async () => {
    standing = new StaffStanding(clocks);
    expect(await at(59)).toEqual(['14131']);
    await expect(at(60)).rejects.toMatchObject({ reason: 'stale' });
  });
});
