import { describe, expect, it, jest } from '@jest/globals';
import { HealthRegistry } from './health.js';

describe('readiness', () => {
  it('holds when every check passes, and names them', async () => {
    const health = new HealthRegistry();
    health.add('resident.database', async () => Promise.resolve());
    health.add('resident.messaging', () => true);
    await expect(health.ready()).resolves.toEqual({
      ready: true,
      checks: { 'resident.database': 'ok', 'resident.messaging': 'ok' },
    });
  });

  it('fails with one that throws or says no, tells the reason to the log only, and leaves liveness alone', async () => {
    const reasons: unknown[] = [];
    const health = new HealthRegistry((check, _result, error) => reasons.push([check, error]));
    const broken = new Error('password authentication failed');
    health.add('a', () => {
      throw broken;
    });
    health.add('b', () => false);
    health.add('c', () => undefined);
    const answer = await health.ready();
    expect(answer).toEqual({ ready: false, checks: { a: 'failing', b: 'failing', c: 'ok' } });
    expect(reasons).toEqual(
      expect.arrayContaining([
        ['a', broken],
        ['b', undefined],
      ]),
    );
    expect(health.live()).toEqual({ live: true });
  });

  it('holds while something is degraded, and says so', async () => {
    const health = new HealthRegistry();
    health.add('a', () => 'degraded');
    await expect(health.ready()).resolves.toEqual({ ready: true, checks: { a: 'degraded' } });
  });

  it('tells of a change only: it is asked several times a second', async () => {
    const told: string[] = [];
    const health = new HealthRegistry((check, result) => told.push(`${check} ${result}`));
    let answer: unknown = 'ok';
    health.add('a', () => answer);
    for (const next of ['ok', 'degraded', 'degraded', false, false, 'ok', 'ok']) {
      answer = next;
      await health.ready();
    }
    expect(told).toEqual(['a degraded', 'a failing', 'a ok']);
  });

  it('does not wait for ever for a check that hangs', async () => {
    jest.useFakeTimers();
    try {
      const health = new HealthRegistry();
      health.add('hanging', () => new Promise(() => undefined));
      const answer = health.ready();
      await jest.advanceTimersByTimeAsync(2_000);
      await expect(answer).resolves.toMatchObject({ ready: false });
    } finally {
      jest.useRealTimers();
    }
  });

  it('refuses a second check of the same name', () => {
    const health = new HealthRegistry();
    health.add('a', () => true);
    expect(() => health.add('a', () => true)).toThrow(/"a"/);
  });
});
