import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './support/project.mjs';

// Each of these says of every claim where it is shown. A pointer to a file that is gone is a claim that nobody shows.
const DOCUMENTS = ['docs/threat-model.md', 'docs/data-protection.md', 'docs/asvs.md'];
const POINTER = /`((?:apps|libs|test|tools|deploy|bench|docs|scripts)\/[^\s`]+)`/g;

const lost = DOCUMENTS.flatMap((document) =>
  [...readFileSync(join(ROOT, document), 'utf8').matchAll(POINTER)]
    .map(([, path]) => path)
    .filter((path) => !existsSync(join(ROOT, path)))
    .map((path) => `${document} points to ${path}, which is not there.`),
);
for (const line of lost) console.error(line);
process.exitCode = lost.length === 0 ? 0 : 1;
