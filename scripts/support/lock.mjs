import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { LOCAL, say } from './project.mjs';

const POLL_MS = 200;
/** How long a lock may be without its owner's name before it counts as left behind. */
const NAMELESS_MS = 5_000;

/** Runs `work` alone among all processes that ask for this name; takes over from an owner that died. */
export async function withLock(name, work) {
  const folder = join(LOCAL, `${name}.lock`);
  mkdirSync(LOCAL, { recursive: true });
  for (let told = false; !take(folder);) {
    if (isLeftBehind(folder)) {
      remove(folder);
      continue;
    }
    if (!told) say(`Waiting for another ${name} in this folder ...`);
    told = true;
    await wait(POLL_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function take(folder) {
  try {
    mkdirSync(folder);
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
  writeFileSync(join(folder, 'owner'), String(process.pid));
  return true;
}

function isLeftBehind(folder) {
  try {
    return !isAlive(Number(readFileSync(join(folder, 'owner'), 'utf8')));
  } catch {
    return ageOf(folder) > NAMELESS_MS;
  }
}

function ageOf(folder) {
  try {
    return Date.now() - statSync(folder).mtimeMs;
  } catch {
    return 0;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Renamed first: of two who find the lock left behind only one can, and nobody removes a half. */
function remove(folder) {
  const aside = `${folder}-${process.pid}`;
  try {
    renameSync(folder, aside);
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  rmSync(aside, { recursive: true, force: true });
}
