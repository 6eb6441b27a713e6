import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { bin, LOCAL, NODE, say } from './support/project.mjs';
import { describeSkipped, failuresIn, readResults, replaceFiles, sum } from './support/results.mjs';
import { run } from './support/run.mjs';

// test.mjs [unit|int|e2e] [arguments of jest]: all three when none is named.
const KINDS = ['unit', 'int', 'e2e'];
const RESULTS = join(LOCAL, 'test-results');
/**
 * Whole systems beside each other on two cores would only wait for each other. A test that ran out of time leaves its
 * system behind, and the run has to end with its results all the same.
 */
const FLAGS = { unit: [], int: [], e2e: ['--runInBand', '--forceExit'] };
/** More failed files than this are not bad luck. */
const FEW = 3;
/** The tests that failed in the first run of their kind; some of them passed when they ran alone. */
const unsteady = [];

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
  const chosen = jestArgs.length > 0 ? ['--passWithNoTests', ...jestArgs] : [];
  const first = await runJest(kind, file, [...FLAGS[kind], ...chosen]);
  const again = first.failedFiles;
  if (kind === 'unit' || again.length === 0 || again.length > FEW) return first;
  return runAgain(kind, file, { files: again, seed: seedIn(jestArgs) });
}

/** Property tests of the second run draw what those of the first drew. */
function seedIn(jestArgs) {
  const at = jestArgs.indexOf('--seed');
  return at < 0 ? [] : jestArgs.slice(at, at + 2);
}

/** What failed beside the others runs once more with the machine to itself; what passes then is told, not hidden. */
async function runAgain(kind, file, { files, seed }) {
  say(`${files.length} of the ${kind} files failed and run once more, alone`);
  const secondFile = join(RESULTS, `${kind}-again.json`);
  const { failed } = await runJest(kind, secondFile, [
    '--runInBand',
    '--forceExit',
    ...seed,
    '--runTestsByPath',
    ...files,
  ]);
  if (!existsSync(secondFile)) return readResults(file);
  for (const test of failuresIn(file)) unsteady.push(test);
  const result = replaceFiles(file, secondFile);
  return failed > 0 && result.failed === 0 ? { ...result, failed } : result;
}

async function runJest(kind, file, jestArgs) {
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
    ...jestArgs,
  ]);
  const result = readResults(file);
  // Jest can fail after its last test, in a tear-down.
  return code !== 0 && result.failed === 0 ? { ...result, failed: 1 } : result;
}

/** Where CI is, nothing may be left out: a skipped test has failed. */
function report({ passed, failed, skipped }) {
  const failures = failed + (process.env.CI === 'true' ? skipped.length : 0);
  for (const line of describeSkipped(skipped)) say(line);
  for (const test of unsteady) say(`failed in its first run: ${test}`);
  writeFileSync(join(RESULTS, 'summary.json'), JSON.stringify({ passed, failed: failures }));
  process.stdout.write(`${passed} passed, ${failures} failed\n`);
  return failures === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
