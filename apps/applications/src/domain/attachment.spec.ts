import { describe, expect, it } from '@jest/globals';
import { TASK_STATUSES } from '@app/contracts';
import {
  ATTACHMENT_STATES,
  SCAN_LEASE_MS,
  afterScan,
  documentsAsked,
  isDestroyed,
  isEnded,
  messageOf,
} from './attachment.js';

describe('what becomes of a scanned file', () => {
  const first = { tries: 1, failures: 0 };

  it('clean alone can be read; infected and too large end at once', () => {
    expect(afterScan('clean', first)).toEqual({ state: 'CLEAN', failures: 0, waitMs: null });
    expect(afterScan('infected', first)).toEqual({ state: 'INFECTED', failures: 0, waitMs: null });
    expect(afterScan('too-large', first).state).toBe('UNSCANNABLE');
  });

  it('waits for a scanner that is away without end, longer and longer, ten minutes at most', () => {
    const waits = [1, 2, 3, 8, 50, 5_000].map((tries) => afterScan('away', { tries, failures: 0 }));
    expect(waits.map(({ state, failures }) => [state, failures])).toEqual(
      waits.map(() => ['RECEIVED', 0]),
    );
    expect(waits.map(({ waitMs }) => waitMs)).toEqual([
      5_000, 10_000, 20_000, 600_000, 600_000, 600_000,
    ]);
  });

  it('gives a file up that the scanner failed on five times, however often it was away', () => {
    expect(afterScan('failed', { tries: 100, failures: 3 })).toMatchObject({
      state: 'RECEIVED',
      failures: 4,
    });
    expect(afterScan('failed', { tries: 101, failures: 4 })).toMatchObject({
      state: 'UNSCANNABLE',
      waitMs: null,
    });
  });

  it('leaves a file to who took it for longer than a scan may take', () => {
    expect(SCAN_LEASE_MS).toBeGreaterThan(3 * 60_000 + 30_000);
  });
});

it('destroys what is not clean, and says each state in Japanese first', () => {
  expect(ATTACHMENT_STATES.filter(isDestroyed)).toEqual(['INFECTED', 'UNSCANNABLE']);
  for (const state of ATTACHMENT_STATES)
    expect(messageOf(state)).toMatch(/^[\p{sc=Hira}\p{sc=Kana}\p{sc=Han}].* \/ [A-Z]/u);
});

it('takes nothing for a task that has ended', () => {
  expect(TASK_STATUSES.filter((status) => isEnded({ status }))).toEqual([
    'DECIDED',
    'DELIVERED',
    'REJECTED',
    'WITHDRAWN',
  ]);
});

it('asks for what the catalogue names and what was returned, and for nothing else', () => {
  expect(documentsAsked({ returnedItems: ['bank-account'] }, ['在留カード'])).toEqual([
    '在留カード',
    'bank-account',
  ]);
});
