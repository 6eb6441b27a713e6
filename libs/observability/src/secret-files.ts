import { readFileSync } from 'node:fs';
import { EnvironmentError, type Environment } from './environment.js';

/**
 * Adds each named secret that the environment gives as a file: `NAME_FILE` is a path, as the official images of databases
 * have it, because an environment is seen by who may look at the process. A line break at the file's end does not count.
 * @throws EnvironmentError when a file cannot be read or is empty, or a secret is given both ways; never with its content
 */
export function withSecretFiles(environment: Environment, names: readonly string[]): Environment {
  const complete = { ...environment };
  const problems: string[] = [];
  for (const name of names) {
    const file = environment[`${name}_FILE`];
    if (!file) continue;
    if (environment[name]) problems.push(`${name} and ${name}_FILE are both set; leave one out`);
    else complete[name] = contentOf(file) ?? '';
    if (!complete[name]) problems.push(`${name}_FILE names a file that is empty or cannot be read`);
  }
  if (problems.length > 0) throw new EnvironmentError(problems);
  return complete;
}

function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  } catch {
    return undefined;
  }
}
