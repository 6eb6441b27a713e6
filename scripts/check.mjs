import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bootstrap } from './bootstrap.mjs';
import { build } from './build.mjs';
import { bin, LOCAL, NODE, say } from './support/project.mjs';
import { run } from './support/run.mjs';

const AT_ONCE = 2;
const CHECKS = [
  { name: 'lint', args: [bin('eslint'), '.', '--max-warnings=0'] },
  { name: 'types', args: [bin('tsc'), '--noEmit', '-p', 'tsconfig.json'] },
  {
    name: 'direction of dependency',
    args: [
      bin('depcruise'),
      '--config',
      '.dependency-cruiser.mjs',
      'apps',
      'libs',
      'deploy',
      'tools',
      'bench',
      'test',
    ],
  },
  { name: 'nothing unused', args: [bin('knip')] },
  { name: 'generated documents', args: ['dist/tools/docs.js', '--check'] },
  { name: 'pointers of the documents', args: ['scripts/pointers.mjs'] },
  { name: 'formatting', args: [bin('prettier'), '--check', '.'] },
  {
    name: 'schema drift',
    args: [
      '--experimental-vm-modules',
      bin('jest'),
      '--selectProjects',
      'int',
      '--testPathPatterns',
      'schema-drift',
    ],
  },
];

/** All checks run and are told, also when an early one fails. */
async function main() {
  await bootstrap();
  const failed = [];
  // First: the check of the schema imports what was built. It says itself what is wrong.
  await build().catch(() => failed.push('build'));
  const waiting = [...CHECKS];
  const worker = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      if (!(await passes(check))) failed.push(check.name);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  report(failed);
  return failed.length === 0 ? 0 : 1;
}

async function passes({ name, args }) {
  const begin = Date.now();
  const { code, output } = await run(NODE, args, { quiet: true });
  say(`${code === 0 ? '✓' : '✗'} ${name} (${((Date.now() - begin) / 1000).toFixed(1)} s)`);
  if (code !== 0) say(output.trim());
  return code === 0;
}

function report(failed) {
  const total = CHECKS.length + 1;
  mkdirSync(LOCAL, { recursive: true });
  const summary = { passed: total - failed.length, failed: failed.length };
  writeFileSync(join(LOCAL, 'check-summary.json'), JSON.stringify(summary));
  say(failed.length === 0 ? `All ${total} checks passed.` : `Failed: ${failed.join(', ')}.`);
}

process.exitCode = await main();
