import { availableParallelism, cpus } from 'node:os';
import { performance } from 'node:perf_hooks';
import { rounded } from './bench-rules/measure-rules.js';

const TARGET = { medianMs: 1, loadMs: 300 };

/**
 * `bench:rules`: one JSON on standard output. How long the rule base takes to load into a fresh process, the first
 * determination (cold), and determinations on one core with the whole rule base loaded.
 */
const begun = performance.now();
const { timeDeterminations } = await import('./bench-rules/determinations.js');
const loadMs = rounded(performance.now() - begun);

const times = timeDeterminations();
const report = {
  node: process.version,
  cpu: cpus()[0]?.model,
  cores: availableParallelism(),
  loadMs,
  ...times,
  target: TARGET,
  met: loadMs < TARGET.loadMs && times.medianMs < TARGET.medianMs,
};
console.log(JSON.stringify(report, null, 2));
