import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** A fresh folder for this process below `parent`; what earlier ones left behind is removed, what still runs is not. */
export async function freshRunFolder(parent: string): Promise<string> {
  await mkdir(parent, { recursive: true });
  for (const name of await readdir(parent)) {
    const pid = Number(/^run-(\d+)$/.exec(name)?.[1]);
    if (Number.isNaN(pid) || !isAlive(pid))
      await rm(join(parent, name), { recursive: true, force: true });
  }
  const folder = join(parent, `run-${process.pid}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  return folder;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
