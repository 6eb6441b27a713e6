import { checkRules } from './rules/check-rules.js';
import { diffRules } from './rules/diff-rules.js';
import { simulateRules } from './rules/simulate-rules.js';

const USAGE = `Usage: npm run --silent rules -- check [FOLDER]
       npm run --silent rules -- diff A B
       npm run --silent rules -- simulate A B --cases FILE
A and B are ids of built-in rule sets or paths of a rule set; FOLDER holds rule sets and activations.json.`;

/** `rules`: JSON lines on standard output; exit code 0 = fine, 1 = refused or wrong, 2 = wrongly called. */
async function main([command, ...rest]: readonly string[]): Promise<void> {
  const work = workOf(command, rest);
  if (work === undefined) {
    console.error(USAGE);
    process.exitCode = 2;
    return;
  }
  try {
    if (!(await work())) process.exitCode = 1;
  } catch (error) {
    // What stands wrong in the files names its place; a fault of ours shows its trace.
    if (!(error instanceof Error && 'code' in error)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

type Work = () => boolean | Promise<boolean>;

function workOf(command: string | undefined, rest: readonly string[]): Work | undefined {
  if (command === 'check' && rest.length <= 1) return () => checkRules(rest[0], print);
  const [from, to, ...options] = rest;
  return from === undefined || to === undefined ? undefined : workOnTwo(command, from, to, options);
}

function workOnTwo(
  command: string | undefined,
  from: string,
  to: string,
  options: readonly string[],
): Work | undefined {
  if (command === 'diff' && options.length === 0) return () => diffRules(from, to, print);
  const [name, file, ...more] = options;
  if (command !== 'simulate' || name !== '--cases' || more.length > 0) return undefined;
  return file === undefined ? undefined : () => simulateRules(from, to, file, print);
}

function print(line: object): void {
  console.log(JSON.stringify(line));
}

await main(process.argv.slice(2));
