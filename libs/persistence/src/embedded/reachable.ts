import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, cp, lstat, mkdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nativeFolder } from './binaries.js';
import type { Place } from './place.js';
import type { ServerUser } from './server-user.js';

/**
 * Where the server's user can reach binaries and data. Below a folder that only root may enter (a clone in
 * root's home) it can reach neither: then both live in a folder of their own under the temp directory.
 */
export async function reachableFor(user: ServerUser | undefined, dataDir: string): Promise<Place> {
  const native = nativeFolder();
  await makeFolder(dataDir);
  if (!user) return { native, dataDir };
  const canRun = canExecute(user, join(native, 'bin', 'postgres'));
  const canStore = canEnter(user, dataDir);
  if (canRun && canStore) return { native, dataDir };
  const shelter = await openShelter();
  const sheltered = join(shelter, `data-${shortHash(dataDir)}`);
  if (!canStore) await makeFolder(sheltered);
  return {
    native: canRun ? native : await copyOf(native, shelter),
    dataDir: canStore ? dataDir : sheltered,
  };
}

/** Ours alone to write: whoever could put a file here could have it run. */
async function openShelter(): Promise<string> {
  const shelter = join(tmpdir(), 'madoguchi-embedded-postgres');
  await mkdir(shelter, { recursive: true, mode: 0o755 });
  const found = await lstat(shelter);
  if (!found.isDirectory() || found.uid !== process.getuid?.() || (found.mode & 0o022) !== 0) {
    throw new Error(`${shelter} is not a folder that only this user can write`);
  }
  await chmod(shelter, 0o755);
  return shelter;
}

async function copyOf(native: string, shelter: string): Promise<string> {
  const copy = join(shelter, `native-${shortHash(native)}`);
  if (existsSync(copy)) return copy;
  const unfinished = `${copy}-${process.pid}`;
  await cp(native, unfinished, { recursive: true, verbatimSymlinks: true });
  try {
    await rename(unfinished, copy);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
  return copy;
}

function canExecute(user: ServerUser, binary: string): boolean {
  return spawnSync(binary, ['--version'], { ...user, cwd: '/', stdio: 'ignore' }).status === 0;
}

function canEnter(user: ServerUser, folder: string): boolean {
  return spawnSync('test', ['-x', folder], { ...user, cwd: '/', stdio: 'ignore' }).status === 0;
}

/** Open to enter whatever the umask says; the cluster inside is closed. */
async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o755);
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
