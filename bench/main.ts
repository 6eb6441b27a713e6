import { cpus, totalmem } from 'node:os';
import { costsOf } from './cost/cost-report.js';
import { runCost } from './cost/run-cost.js';
import { readOptions, USAGE, type BenchOptions } from './plan/options.js';
import { COST, FULL, QUICK } from './plan/plan.js';
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

const began = performance.now();
const elapsed = (): number => Math.round((performance.now() - began) / 100) / 10;
const say = (text: string): void => console.error(`[${elapsed().toFixed(1)} s] ${text}`);

async function runCosts({ quick, seed }: BenchOptions): Promise<void> {
  const rounds = await runCost({ rounds: quick ? 1 : 2, plan: COST, seed, say });
  print({ quick, seed, cost: costsOf(rounds), rounds });
}

async function run(options: BenchOptions): Promise<void> {
  const plan = options.quick ? QUICK : FULL;
  const rounds: RoundFigures[] = [];
  for (let round = 0; round < plan.rounds; round += 1)
    rounds.push(await runGround({ options, plan, round, say }));
  const report = reportOf(rounds);
  console.error(`\n${tableOf(report)}\n`);
  const { quick, seed } = options;
  print({ quick, seed, ...report });
}

function print(found: object): void {
  const measuredAt = new Date().toISOString();
  console.log(JSON.stringify({ measuredAt, machine, seconds: elapsed(), ...found }, null, 2));
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) return console.log(USAGE);
  await (options.cost ? runCosts(options) : run(options));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
