import { setTimeout as wait } from 'node:timers/promises';
import { now } from './clock.js';
import type { FilingClient, PreparedFiling } from './filing-client.js';
import type { ClosedLoad, LoggedFiling, OpenLoad } from './load.js';
import { dueBy, dueTime } from './schedule.js';

/** Until the time is over or the prepared filings are used up. */
export async function runClosed(
  client: FilingClient,
  filings: readonly PreparedFiling[],
  { connections, seconds }: ClosedLoad,
): Promise<LoggedFiling[]> {
  const log: LoggedFiling[] = [];
  const until = now() + seconds * 1000;
  let next = 0;
  const worker = async (): Promise<void> => {
    while (now() < until) {
      const filing = filings[next++];
      if (filing === undefined) return;
      log.push(await client.submit(filing, now()));
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  return log;
}

/** Times count from the schedule, so that an answer that is late makes nothing look better that comes after it. */
export async function runOpen(
  client: FilingClient,
  filings: readonly PreparedFiling[],
  { perSecond }: OpenLoad,
): Promise<LoggedFiling[]> {
  const startedAt = now();
  const answers: Promise<LoggedFiling>[] = [];
  while (answers.length < filings.length) {
    const due = Math.min(filings.length, dueBy(now() - startedAt, perSecond));
    for (let index = answers.length; index < due; index += 1) {
      const filing = filings[index] as PreparedFiling;
      answers.push(client.submit(filing, startedAt + dueTime(index, perSecond)));
    }
    await wait(1);
  }
  return Promise.all(answers);
}
