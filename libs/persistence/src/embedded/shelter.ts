import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import {
  chmod,
  cp,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { isInUse } from './leftover.js';

/** In each sheltered data folder: the folder that it stands for. */
const NOTE = 'stands-for';

/** Where the data of a folder live that the server's user cannot enter: always the same place for the same folder. */
export function shelteredFolder(dataDir: string): string {
  return join(shelterPath(), `data-${shortHash(dataDir)}`);
}

/** Makes that place, with its note, and removes what stands for folders that are gone (a clone that was deleted). */
export async function shelterData(dataDir: string): Promise<string> {
  await openShelter();
  await removeAbandoned();
  const folder = shelteredFolder(dataDir);
  await appear(folder, (draft) => writeFile(join(draft, NOTE), dataDir, { mode: 0o600 }));
  return folder;
}

/** A copy of the binaries that everybody may run; one for each version, whoever asked first. */
export async function shelterBinaries(native: string): Promise<string> {
  await openShelter();
  const about = await readFile(join(native, '..', 'package.json'), 'utf8');
  const { version } = JSON.parse(about) as { version: string };
  const copy = join(shelterPath(), `native-${version}-${process.arch}`);
  await appear(copy, (draft) => cp(native, draft, { recursive: true, verbatimSymlinks: true }));
  return copy;
}

const shelterPath = (): string => join(tmpdir(), 'madoguchi-embedded-postgres');

/** Ours alone to write: whoever could put a file here could have it run. */
async function openShelter(): Promise<void> {
  const shelter = shelterPath();
  await mkdir(shelter, { recursive: true, mode: 0o755 });
  const found = await lstat(shelter);
  if (!found.isDirectory() || found.uid !== process.getuid?.() || (found.mode & 0o022) !== 0) {
    throw new Error(`${shelter} is not a folder that only this user can write`);
  }
  await chmod(shelter, 0o755);
}

/** The folder is there with all that `fill` puts into it, or not at all; of two who make it at once the first counts. */
async function appear(folder: string, fill: (draft: string) => Promise<void>): Promise<void> {
  if (existsSync(folder)) return;
  const draft = await mkdtemp(join(shelterPath(), `draft-${basename(folder)}-`));
  try {
    await fill(draft);
    await chmod(draft, 0o755);
    await rename(draft, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function removeAbandoned(): Promise<void> {
  const names = await readdir(shelterPath());
  for (const folder of names.map((name) => join(shelterPath(), name))) {
    const standsFor = await readFile(join(folder, NOTE), 'utf8').catch(() => undefined);
    if (standsFor === undefined || existsSync(standsFor) || (await isInUse(folder))) continue;
    await rm(folder, { recursive: true, force: true });
  }
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
