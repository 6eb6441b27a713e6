import { join } from 'node:path';
import { build } from './build.mjs';
import { NODE, ROOT, say } from './support/project.mjs';
import { become } from './support/run.mjs';

// Everything from a fresh clone to two families' filings that come back as one status each.
say('Madoguchi 窓口: the embedded system, and a citizen who files.');
await build();
say('Starting ...');
process.exitCode = await become(NODE, [
  join(ROOT, 'dist', 'tools', 'demo.js'),
  ...process.argv.slice(2),
]);
