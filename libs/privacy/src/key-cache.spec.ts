import { beforeEach, describe, expect, it } from '@jest/globals';
import { DataKey } from './data-key.js';
import { KeyCache } from './key-cache.js';

const keyOf = (caseId: string): DataKey =>
  new DataKey({ caseId, writer: 'applications', reader: 'life-events' }, new Uint8Array(32));

describe('the key cache', () => {
  let now = 0;
  let cache: KeyCache;

  beforeEach(() => {
    now = 0;
    cache = new KeyCache({ maxAgeMs: 1000, maxEntries: 3, now: () => now });
  });

  it('gives a key until its age is reached, and then no longer', () => {
    const key = keyOf('a');
    cache.put(key, false, cache.generation);
    now = 999;
    expect(cache.find(key.ref)).toBe(key);
    now = 1000;
    expect(cache.find(key.ref)).toBeUndefined();
  });

  it('does not grow older by being used', () => {
    const key = keyOf('a');
    cache.put(key, false, cache.generation);
    now = 900;
    cache.find(key.ref);
    now = 1100;
    expect(cache.find(key.ref)).toBeUndefined();
  });

  it('lets go of what is too old when it is purged', () => {
    cache.put(keyOf('a'), false, cache.generation);
    now = 500;
    cache.put(keyOf('b'), false, cache.generation);
    now = 1200;
    cache.purge();
    expect(cache.size).toBe(1);
  });

  it('holds no more than its bound: the oldest goes', () => {
    const keys = ['a', 'b', 'c', 'd'].map(keyOf);
    for (const key of keys) cache.put(key, false, cache.generation);
    expect(keys.map((key) => cache.find(key.ref) !== undefined)).toEqual([false, true, true, true]);
  });

  it('forgets all keys of a case, and nothing else', () => {
    const [a, b] = [keyOf('a'), keyOf('b')];
    cache.put(a, false, cache.generation);
    cache.put(b, false, cache.generation);
    cache.forget('a');
    expect([cache.find(a.ref), cache.find(b.ref)]).toEqual([undefined, b]);
  });

  it('does not keep what was fetched before a forget and arrives after it', () => {
    const key = keyOf('a');
    const before = cache.generation;
    cache.forget('a');
    cache.put(key, false, before);
    expect(cache.find(key.ref)).toBeUndefined();
  });

  it('does not take a key that was only read for one that was issued', () => {
    const key = keyOf('a');
    cache.put(key, false, cache.generation);
    expect(cache.find(key.ref, true)).toBeUndefined();
    cache.put(key, true, cache.generation);
    expect(cache.find(key.ref, true)).toBe(key);
  });
});
