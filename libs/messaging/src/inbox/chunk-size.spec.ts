import { describe, expect, it } from '@jest/globals';
import { ChunkSize } from './chunk-size.js';

const FIFTY = { maxKeys: 200, aimMs: 50 };

describe('ChunkSize', () => {
  it('begins with as many cases as a transaction may lock', () => {
    expect(new ChunkSize().keys).toBe(200);
  });

  it('shrinks to what fits into its time, at once', () => {
    const size = new ChunkSize(FIFTY);
    size.observe(200, 100);
    expect(size.keys).toBe(100);
  });

  it('grows again slowly, and only when it is what limits', () => {
    const size = new ChunkSize(FIFTY);
    size.observe(200, 500);
    expect(size.keys).toBe(20);
    size.observe(3, 5);
    expect(size.keys).toBe(20);
    size.observe(20, 5);
    expect(size.keys).toBe(25);
    for (let time = 0; time < 20; time++) size.observe(size.keys, 5);
    expect(size.keys).toBe(200);
  });

  it('never gets so small that a slow database brings it to a halt', () => {
    const size = new ChunkSize(FIFTY);
    for (let time = 0; time < 10; time++) size.observe(size.keys, 10_000);
    expect(size.keys).toBe(5);
  });
});
