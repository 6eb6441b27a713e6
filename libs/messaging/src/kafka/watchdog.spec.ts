import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { FetchWatchdog } from './watchdog.js';

describe('The watchdog over fetches', () => {
  const silences: Error[] = [];
  let busy: boolean;
  let reachable: boolean;
  let watchdog: FetchWatchdog;

  beforeEach(() => {
    jest.useFakeTimers();
    silences.length = 0;
    busy = false;
    reachable = true;
    watchdog = new FetchWatchdog({
      isBusy: () => busy,
      isReachable: () => Promise.resolve(reachable),
      onSilence: (error) => silences.push(error),
    });
  });

  afterEach(() => {
    watchdog.stop();
    jest.useRealTimers();
  });

  const minutes = (count: number): Promise<void> => jest.advanceTimersByTimeAsync(count * 60_000);

  it('gives the alarm once when nothing is fetched although the cluster answers', async () => {
    await minutes(3);
    expect(silences).toHaveLength(1);
  });

  it('is content while something is fetched', async () => {
    for (let second = 0; second < 180; second += 10) {
      watchdog.fetched();
      await jest.advanceTimersByTimeAsync(10_000);
    }
    expect(silences).toEqual([]);
  });

  it('waits as long as the cluster is away, and half a minute more', async () => {
    reachable = false;
    await minutes(10);
    expect(silences).toEqual([]);
    reachable = true;
    await minutes(1);
    expect(silences).toHaveLength(1);
  });

  it('gives a cluster that comes back the whole half minute, however long it was away and slow to say so', async () => {
    let answer = (_reachable: boolean): void => undefined;
    watchdog.stop();
    watchdog = new FetchWatchdog({
      isBusy: () => false,
      isReachable: () => new Promise((resolve) => (answer = resolve)),
      onSilence: (error) => silences.push(error),
    });
    await minutes(1);
    // Asked while it was away, answered when it was back.
    answer(true);
    await jest.advanceTimersByTimeAsync(20_000);
    expect(silences).toEqual([]);
  });

  it('does not take a long piece of work for silence', async () => {
    busy = true;
    await minutes(10);
    expect(silences).toEqual([]);
  });
});
