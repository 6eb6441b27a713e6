import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LOCAL, NODE, ROOT } from './project.mjs';

/** There while an install goes on, and after one that was interrupted. */
const UNFINISHED = join(LOCAL, 'install-unfinished');

/**
 * Begins an install. npm takes a package for installed whose folder is there: what an interrupted install left half
 * unpacked would stay so for ever, and is removed.
 */
export function beginInstall() {
  if (existsSync(UNFINISHED)) {
    rmSync(join(ROOT, 'node_modules'), { recursive: true, force: true, maxRetries: 5 });
  }
  mkdirSync(LOCAL, { recursive: true });
  writeFileSync(UNFINISHED, '');
}

export function endInstall() {
  rmSync(UNFINISHED, { force: true });
}

/**
 * Whether node_modules holds what package-lock.json asks for. npm writes down what it installed, so no mark of our
 * own is needed and an install by hand counts. Optional packages may be absent: most are for other platforms.
 */
export function isInstalled() {
  const wanted = packagesOf(join(ROOT, 'package-lock.json'));
  const found = packagesOf(join(ROOT, 'node_modules', '.package-lock.json'));
  if (!wanted || !found || !existsSync(NODE) || existsSync(UNFINISHED)) return false;
  return Object.entries(wanted).every(([path, { version, optional, devOptional }]) => {
    if (path === '') return true;
    const present = found[path];
    return present ? present.version === version : Boolean(optional || devOptional);
  });
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}
