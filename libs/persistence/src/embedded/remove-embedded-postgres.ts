import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { stopLeftover } from './leftover.js';
import { shelteredFolder } from './shelter.js';

/**
 * Removes a data folder of `embeddedPostgres` for good, wherever its data really are, and ends a server that a process
 * which is gone left on it. Does nothing where there is none.
 * @throws Error when a living process has it in use.
 */
export async function removeEmbeddedPostgres(dataDir: string): Promise<void> {
  const asked = resolve(dataDir);
  // Only root ever shelters; for others that place belongs to somebody else.
  const folders = process.getuid?.() === 0 ? [shelteredFolder(asked), asked] : [asked];
  for (const folder of folders.filter((one) => existsSync(one))) {
    await stopLeftover(folder);
    await rm(folder, { recursive: true, force: true });
  }
}
