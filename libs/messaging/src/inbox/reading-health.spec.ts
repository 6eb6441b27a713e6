import { beforeEach, describe, expect, it } from '@jest/globals';
import { ReadingHealth } from './reading-health.js';

describe('How a consumer is', () => {
  let now: number;
  let health: ReadingHealth;

  beforeEach(() => {
    now = 0;
    health = new ReadingHealth(() => now);
  });

  it('fails until it has done something once, also when it was given partitions', () => {
    expect(health.of('starting', 0)).toBe('failing');
    expect(health.of('reading', 0)).toBe('failing');
    health.stepped();
    expect(health.of('reading', 0)).toBe('ok');
  });

  it('fails at the start when the log refuses it, and is degraded when the log is away', () => {
    health.notRead(false);
    expect(health.of('failing', 0)).toBe('failing');
    health.notRead(true);
    expect(health.of('failing', 0)).toBe('degraded');
    health.notRead(false);
    expect(health.of('failing', 0)).toBe('failing');
  });

  it('is degraded at worst when it has worked once', () => {
    health.stepped();
    expect(health.of('failing', 0)).toBe('degraded');
    health.notRead(false);
    expect(health.of('failing', 0)).toBe('degraded');
    expect(health.of('reading', 1)).toBe('degraded');
  });

  it('is degraded when it does nothing for half a minute, and well with the next step', () => {
    health.stepped();
    now = 30_001;
    expect(health.of('reading', 0)).toBe('degraded');
    health.stepped();
    expect(health.of('reading', 0)).toBe('ok');
  });

  it('fails when only another process can go on, and is well when there is nothing to read', () => {
    health.stepped();
    expect(health.of('fatal', 0)).toBe('failing');
    expect(health.of('stopped', 0)).toBe('failing');
    expect(health.of('none', 0)).toBe('ok');
  });
});
