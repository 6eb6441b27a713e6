import { cpus, totalmem } from 'node:os';
import { readOptions, USAGE, type BenchOptions } from './plan/options.js';
import { FULL, QUICK } from './plan/plan.js';
import type { RoundFigures } from './report/figures-of-rounds.js';
import { reportOf } from './report/report.js';
import { tableOf } from './report/table.js';
import { runGround } from './run-ground.js';

const machine = {
  node: process.version,
  platform: `${process.platform}-${process.arch}`,
  processor: cpus()[0]?.model ?? '',
  cores: cpus().length,
  memoryMb: Math.round(totalmem() / 1024 / 1024),
};

async function run(options: BenchOptions): Promise<void> {
  const began = performance.now();
  const elapsed = (): number => Math.round((performance.now() - began) / 100) / 10;
  const say = (text: string): void => console.error(`[${elapsed().toFixed(1)} s] ${text}`);
  const plan = options.quick ? QUICK : FULL;
  const rounds: RoundFigures[] = [];
  for (let ground = 0; ground < plan.grounds; ground += 1)
    rounds.push(...(await runGround({ options, plan, firstRound: rounds.length, elapsed, say })));
  const report = reportOf(rounds);
  console.error(`\n${tableOf(report)}\n`);
  const { quick, seed } = options;
  const measuredAt = new Date().toISOString();
  console.log(
    JSON.stringify({ measuredAt, machine, quick, seed, seconds: elapsed(), ...report }, null, 2),
  );
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) return console.log(USAGE);
  await run(options);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
