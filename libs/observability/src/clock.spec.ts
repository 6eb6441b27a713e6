import { describe, expect, it } from '@jest/globals';
import { fixedClock, systemClock } from './clock.js';

describe('a clock', () => {
  it.each([
    ['2026-03-31T14:59:59Z', '2026-03-31'],
    ['2026-03-31T15:00:00Z', '2026-04-01'],
    ['2026-01-01T00:00:00+09:00', '2026-01-01'],
  ])('at %s says that the date in Tokyo is %s', (instant, date) => {
    expect(fixedClock(instant).today()).toBe(date);
  });

  it('stands still until it is told otherwise', () => {
    const clock = fixedClock('2026-04-01T00:00:00Z');
    clock.advance(1500);
    expect(clock.now().toISOString()).toBe('2026-04-01T00:00:01.500Z');
    clock.set('2026-05-01T00:00:00Z');
    expect(clock.today()).toBe('2026-05-01');
  });

  it('cannot be changed through the date that it gave', () => {
    const clock = fixedClock('2026-04-01T00:00:00Z');
    clock.now().setFullYear(1999);
    expect(clock.today()).toBe('2026-04-01');
  });

  it('refuses an instant that does not exist', () => {
    expect(() => fixedClock('yesterday')).toThrow(RangeError);
  });

  it('of the system moves, and writes dates as YYYY-MM-DD', () => {
    expect(systemClock.now().getTime()).toBeGreaterThan(Date.UTC(2026, 0));
    expect(systemClock.today()).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  });
});
