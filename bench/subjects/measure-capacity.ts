import type { LoadGenerator } from '../load/load-generator.js';
import type { FilingRange } from '../load/load.js';
import { completionsSince, drain } from '../observe/completion.js';
import type { CapacityFigures, ProcessorFigures } from './figures.js';
import type { Observer, Usage } from './observer.js';

const CONNECTIONS = 64;
const PATIENCE_MS = 20_000;

/** As many filings as it takes in the time, and then until the last of them is complete: a backlog counts for nothing. */
export async function measureCapacity(
  observer: Observer,
  generator: LoadGenerator,
  { range, seconds }: { range: FilingRange; seconds: number },
): Promise<CapacityFigures> {
  const { database, system } = observer;
  await generator.prepare(system.target, range);
  await database.checkpoint();
  const before = await observer.usage();
  const log = await generator.run({ kind: 'closed', connections: CONNECTIONS, seconds });
  await drain(database, { since: log.startedAt, patienceMs: PATIENCE_MS });
  const after = await observer.usage();
  const residentMb = await observer.residentMb();
  const completions = await completionsSince(database, log.startedAt);
  const count = completions.length;
  if (count === 0) throw new Error(`${system.name} completed nothing.`);
  const last = completions.reduce((latest, { shown }) => Math.max(latest, shown), 0);
  const services = perFiling(before.services, after.services, count);
  return {
    completedPerSecond: (count * 1000) / (last - log.startedAt),
    cpuMsPerFiling: processorFigures(before, after, { count, generatorMs: log.cpuMs }),
    cpuMsPerFilingOf: services,
    walBytesPerFiling: (after.walBytes - before.walBytes) / count,
    residentMb,
  };
}

function perFiling(before: Usage['services'], after: Usage['services'], count: number) {
  return Object.fromEntries(
    Object.entries(after).map(([name, ms]) => [name, (ms - (before[name] ?? 0)) / count]),
  );
}

function processorFigures(
  before: Usage,
  after: Usage,
  { count, generatorMs }: { count: number; generatorMs: number },
): ProcessorFigures {
  const services = Object.values(perFiling(before.services, after.services, count)).reduce(
    (sum, ms) => sum + ms,
    0,
  );
  const postgres = (after.postgres - before.postgres) / count;
  const kafka = (after.kafka - before.kafka) / count;
  const total = services + postgres + kafka;
  return { services, postgres, kafka, total, loadGenerator: generatorMs / count };
}
