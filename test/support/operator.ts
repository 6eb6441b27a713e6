import { execFile } from 'node:child_process';

export interface OpsOutcome {
  readonly done: boolean;
  readonly said: string;
}

/** Runs one of the operators' commands as they do; `done` is false when it was refused or is impossible now. */
export const ops = (environmentFile: string, ...words: readonly string[]): Promise<OpsOutcome> =>
  run(['dist/tools/ops.js', ...words, '--env', environmentFile]);

/** The same of `npm run keys`. */
export const keys = (environmentFile: string, ...words: readonly string[]): Promise<OpsOutcome> =>
  run(['dist/tools/keys.js', ...words, '--env', environmentFile]);

function run(args: readonly string[]): Promise<OpsOutcome> {
  return new Promise((resolve) => {
    execFile(process.execPath, args, (error, out, complaints) =>
      resolve({ done: error === null, said: `${out}${complaints}` }),
    );
  });
}
