import { existsSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { clusterOf } from './place.js';
import { identityOf, isAlive, type ProcessIdentity } from './process-identity.js';

interface Occupation {
  owner: ProcessIdentity;
  server: ProcessIdentity;
}

const POLL_MS = 50;
/** Each signal is harsher than the one before: end sessions, crash, kill. */
const ENDINGS: readonly { signal: NodeJS.Signals; patienceMs: number }[] = [
  { signal: 'SIGINT', patienceMs: 10_000 },
  { signal: 'SIGQUIT', patienceMs: 5_000 },
  { signal: 'SIGKILL', patienceMs: 5_000 },
];

/** Notes who runs which server on this folder, for the next start. */
export async function occupy(dataDir: string, serverPid: number): Promise<void> {
  const occupation = { owner: identityOf(process.pid), server: identityOf(serverPid) };
  // Renamed into its place: a process killed here must not leave half a note that no start can read.
  const draft = `${fileOf(dataDir)}-${process.pid}`;
  await writeFile(draft, JSON.stringify(occupation));
  await rename(draft, fileOf(dataDir));
}

/** Whether a server runs on this folder, whoever owns it. */
export async function isInUse(dataDir: string): Promise<boolean> {
  const occupation = await occupationOf(dataDir);
  return occupation !== undefined && isAlive(occupation.server);
}

/**
 * Ends a server whose owner is gone.
 * @throws Error when the owner is alive: the folder is in use.
 */
export async function stopLeftover(dataDir: string): Promise<void> {
  const occupation = await occupationOf(dataDir);
  if (!occupation) return;
  const { owner, server } = occupation;
  if (isAlive(server)) {
    if (isAlive(owner)) throw new Error(`dataDir: ${dataDir} is in use by process ${owner.pid}`);
    await end(server);
  } else if (identityOf(server.pid)) {
    // Another process has the dead server's number by now, and PostgreSQL would take it for that server.
    await rm(join(clusterOf(dataDir), 'postmaster.pid'), { force: true });
  }
  await rm(fileOf(dataDir), { force: true });
}

async function end(server: ProcessIdentity): Promise<void> {
  for (const { signal, patienceMs } of ENDINGS) {
    process.kill(server.pid, signal);
    for (let waited = 0; waited < patienceMs; waited += POLL_MS) {
      if (!isAlive(server)) return;
      await wait(POLL_MS);
    }
  }
  throw new Error(`the PostgreSQL server ${server.pid} of an earlier run cannot be stopped`);
}

async function occupationOf(dataDir: string): Promise<Occupation | undefined> {
  if (!existsSync(fileOf(dataDir))) return undefined;
  return JSON.parse(await readFile(fileOf(dataDir), 'utf8')) as Occupation;
}

function fileOf(dataDir: string): string {
  return join(dataDir, 'server.json');
}
