import { distributionOf } from '../../tools/measure/distribution.js';
import type { LoadGenerator } from '../load/load-generator.js';
import type { FilingRange, LoggedFiling } from '../load/load.js';
import { type Completion, completionsSince, drain } from '../observe/completion.js';
import type { Latency, LatencyFigures } from './figures.js';
import type { Observer } from './observer.js';

const PATIENCE_MS = 20_000;

/** An open loop: so many filings a second by the clock, whatever becomes of those before. */
export async function measureLatency(
  { database, system }: Observer,
  generator: LoadGenerator,
  { range, seconds }: { range: FilingRange; seconds: number },
): Promise<LatencyFigures> {
  const perSecond = range.count / seconds;
  await generator.prepare(system.target, range);
  await database.checkpoint();
  const log = await generator.run({ kind: 'open', perSecond });
  await drain(database, { since: log.startedAt, patienceMs: PATIENCE_MS });
  const completions = await completionsSince(database, log.startedAt);
  const byCase = new Map(completions.map((one) => [one.caseId, one]));
  const since202 = (until: (completion: Completion) => number): Latency =>
    latencyOf(
      log.filings.flatMap(({ accepted, answeredAt }) => {
        const completion = accepted && byCase.get(accepted.caseId);
        return completion ? [until(completion) - answeredAt] : [];
      }),
    );
  return {
    filingsPerSecond: perSecond,
    acceptMs: latencyOf(log.filings.map(sinceDue)),
    acceptToSectionsMs: since202(({ atSections }) => atSections),
    acceptToReceivedMs: since202(({ shown }) => shown),
  };
}

const sinceDue = ({ answeredAt, dueAt }: LoggedFiling): number => answeredAt - dueAt;

function latencyOf(values: readonly number[]): Latency {
  const { p50, p99 } = distributionOf(values);
  return { p50, p99 };
}
