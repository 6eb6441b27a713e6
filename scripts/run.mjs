import { join } from 'node:path';
import { build } from './build.mjs';
import { NODE, ROOT } from './support/project.mjs';
import { become } from './support/run.mjs';

// run.mjs <file below dist> [arguments]: installs and builds what is missing, then runs that file in its place.
const [file, ...args] = process.argv.slice(2);
if (!file) throw new Error('usage: run.mjs <file below dist> [arguments]');
await build();
process.exitCode = await become(NODE, [join(ROOT, 'dist', file), ...args]);
