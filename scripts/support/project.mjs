import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root folder. Everything here runs on Node 20 before anything is installed. */
export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Git-ignored: locks, results, data of development systems. */
export const LOCAL = join(ROOT, '.local');

/** The Node that the project runs on, whatever Node started the script. */
export const NODE = join(ROOT, 'node_modules', '.bin', 'node');

export const bin = (name) => join(ROOT, 'node_modules', '.bin', name);

/** Progress is for people: standard output belongs to the program that a script runs. */
export const say = (line) => process.stderr.write(`${line}\n`);
