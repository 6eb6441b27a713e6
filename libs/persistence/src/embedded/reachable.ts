import { spawnSync } from 'node:child_process';
import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { nativeFolder } from './binaries.js';
import type { Place } from './place.js';
import type { ServerUser } from './server-user.js';
import { shelterBinaries, shelterData } from './shelter.js';

/**
 * Where the server's user can reach binaries and data. Below a folder that only root may enter (a clone in
 * root's home) it can reach neither: then both live under the temp directory.
 */
export async function reachableFor(user: ServerUser | undefined, dataDir: string): Promise<Place> {
  const native = nativeFolder();
  await makeFolder(dataDir);
  if (!user) return { native, dataDir };
  const canRun = canExecute(user, join(native, 'bin', 'postgres'));
  return {
    native: canRun ? native : await shelterBinaries(native),
    dataDir: canEnter(user, dataDir) ? dataDir : await shelterData(dataDir),
  };
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
