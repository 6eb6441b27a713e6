import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { removeEmbeddedPostgres } from '@app/persistence';

/**
 * A fresh folder for this process below `parent`, with a name that was never used: PostgreSQL keeps data elsewhere, by the
 * folder's name, where its user cannot enter. What earlier processes left behind is removed, what still runs is not.
 */
export async function freshRunFolder(parent: string): Promise<string> {
  await mkdir(parent, { recursive: true });
  for (const name of await readdir(parent)) {
    const pid = Number(/^run-(\d+)/.exec(name)?.[1]);
    if (!isAlive(pid)) await removeRunFolder(join(parent, name));
  }
  const folder = join(parent, `run-${process.pid}-${Date.now()}`);
  await mkdir(folder);
  return folder;
}

/** With PostgreSQL's data, which lie elsewhere where its user cannot enter the folder. */
export async function removeRunFolder(folder: string): Promise<void> {
  await removeEmbeddedPostgres(join(folder, 'postgres'));
  await rm(folder, { recursive: true, force: true });
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
