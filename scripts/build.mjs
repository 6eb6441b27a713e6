import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { bootstrap } from './bootstrap.mjs';
import { isMain } from './support/is-main.mjs';
import { withLock } from './support/lock.mjs';
import { bin, NODE, ROOT, say } from './support/project.mjs';
import { run } from './support/run.mjs';

const DIST = join(ROOT, 'dist');
const STAMP = join(DIST, '.built-from');
/** As tsconfig.build.json includes them, and what bench and the commands below test import from test/support. */
const SOURCE_FOLDERS = [
  ...['apps', 'libs', 'deploy', 'tools', 'bench'],
  ...['test/faults', 'test/leak-check', 'test/support'],
];
const SOURCE_FILES = [
  'nest-cli.json',
  'package-lock.json',
  'tsconfig.base.json',
  'tsconfig.build.json',
];

/** Installs, then builds everything into `dist` unless it was built from these very sources. */
export async function build() {
  await bootstrap();
  if (isUpToDate(sources())) return;
  await withLock('build', async () => {
    const found = sources();
    if (isUpToDate(found)) return;
    say('Building ...');
    const { code, output } = await run(NODE, [bin('nest'), 'build'], { quiet: true });
    if (code !== 0) {
      say(output);
      throw new Error('the build failed');
    }
    removeOutputsWithoutSource(found);
    mkdirSync(DIST, { recursive: true });
    writeFileSync(STAMP, fingerprint(found));
  });
}

function sources() {
  const inFolders = SOURCE_FOLDERS.flatMap((folder) => filesBelow(join(ROOT, folder)));
  const compiled = inFolders.filter(
    (file) => /\.(ts|json)$/.test(file) && !file.endsWith('.spec.ts'),
  );
  return [...compiled, ...SOURCE_FILES.map((file) => join(ROOT, file))].sort();
}

function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

function fingerprint(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${relative(ROOT, file)}\0`).update(readFileSync(file));
  return hash.digest('hex');
}

function isUpToDate(files) {
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === fingerprint(files);
}

/** The compiler leaves the output of a source that is gone, and an import of it would go on working here alone. */
function removeOutputsWithoutSource(files) {
  const expected = new Set(
    files.flatMap((file) => {
      const output = join(DIST, relative(ROOT, file)).replace(/\.ts$/, '.js');
      return [output, `${output}.map`];
    }),
  );
  for (const file of filesBelow(DIST)) if (!expected.has(file)) rmSync(file);
}

if (isMain(import.meta.url)) await build();
