import { execFile } from 'node:child_process';

export interface OpsOutcome {
  readonly done: boolean;
  readonly said: string;
}

/** Runs one of the operators' commands as they do; `done` is false when it was refused or is impossible now. */
export function ops(environmentFile: string, ...words: readonly string[]): Promise<OpsOutcome> {
  const args = ['dist/tools/ops.js', ...words, '--env', environmentFile];
  return new Promise((resolve) => {
    execFile(process.execPath, args, (error, out, complaints) =>
      resolve({ done: error === null, said: `${out}${complaints}` }),
    );
  });
}
