import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { bin, LOCAL, NODE, say } from './support/project.mjs';
import { describeSkipped, readResults, sum } from './support/results.mjs';
import { run } from './support/run.mjs';

// test.mjs [unit|int|e2e] [arguments of jest]: all three when none is named.
const KINDS = ['unit', 'int', 'e2e'];
const RESULTS = join(LOCAL, 'test-results');
/** Whole systems beside each other on two cores would only wait for each other. */
const FLAGS = { unit: [], int: [], e2e: ['--runInBand'] };

async function main([first, ...rest]) {
  const kinds = KINDS.includes(first) ? [first] : KINDS;
  const jestArgs = KINDS.includes(first) || first === undefined ? rest : [first, ...rest];
  await build();
  mkdirSync(RESULTS, { recursive: true });
  const results = [];
  for (const kind of kinds) results.push(await runKind(kind, jestArgs));
  return report(sum(results));
}

async function runKind(kind, jestArgs) {
  const file = join(RESULTS, `${kind}.json`);
  rmSync(file, { force: true });
  const { code } = await run(NODE, [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    // kafkajs asks for timers of less than nothing, and means now.
    '--disable-warning=TimeoutNegativeWarning',
    bin('jest'),
    '--selectProjects',
    kind,
    '--json',
    `--outputFile=${file}`,
    ...FLAGS[kind],
    ...(jestArgs.length > 0 ? ['--passWithNoTests', ...jestArgs] : []),
  ]);
  const result = readResults(file);
  // Jest can fail after its last test, in a tear-down.
  return code !== 0 && result.failed === 0 ? { ...result, failed: 1 } : result;
}

/** Where CI is, nothing may be left out: a skipped test has failed. */
function report({ passed, failed, skipped }) {
  const failures = failed + (process.env.CI === 'true' ? skipped.length : 0);
  for (const line of describeSkipped(skipped)) say(line);
  writeFileSync(join(RESULTS, 'summary.json'), JSON.stringify({ passed, failed: failures }));
  process.stdout.write(`${passed} passed, ${failures} failed\n`);
  return failures === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
