import { setTimeout as wait } from 'node:timers/promises';
import type { ServiceName } from '@app/contracts';
import type { LoadGenerator } from '../load/load-generator.js';
import type { FilingRange } from '../load/load.js';
import { drain } from '../observe/completion.js';
import { doubledTasks, lostOf } from '../observe/lost-and-doubled.js';
import { turnedRound, watchVersions } from '../observe/turned-round.js';
import type { Losses } from './figures.js';
import type { Observer } from './observer.js';

/** Much longer than a dead consumer's session and the start of a process, also on a busy machine. */
const PATIENCE_MS = 60_000;

/** What is killed, in turn over the rounds. */
const VICTIMS: readonly ServiceName[] = ['life-events', 'applications', 'resident', 'childcare'];

export const victimIn = (round: number): ServiceName =>
  VICTIMS[round % VICTIMS.length] ?? 'life-events';

/** The client asks again with the same key until it has its 202; everything that got one must arrive. */
export async function killInMidLoad(
  { database, system }: Observer,
  generator: LoadGenerator,
  { range, seconds, victim }: { range: FilingRange; seconds: number; victim: ServiceName },
): Promise<Losses> {
  await generator.prepare(system.target, range);
  await watchVersions(database);
  const loading = generator.run({ kind: 'open', perSecond: range.count / seconds });
  await Promise.all([loading, wait((seconds * 1000) / 3).then(() => system.kill(victim))]);
  const log = await loading;
  await system.waitReady();
  const isQuiet = system.isQuiet && (() => system.isQuiet?.() ?? Promise.resolve(false));
  await drain(database, {
    since: log.startedAt,
    patienceMs: PATIENCE_MS,
    ...(isQuiet && { isQuiet }),
  });
  const caseIds = log.filings.flatMap(({ accepted }) => accepted?.caseId ?? []);
  return {
    accepted: caseIds.length,
    lost: await lostOf(database, caseIds),
    doubled: await doubledTasks(database, caseIds),
    turnedRound: await turnedRound(database, caseIds),
  };
}
