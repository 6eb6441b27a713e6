import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { occupy } from './leftover.js';
import { clusterOf, serverEnvironment, type Place } from './place.js';
import type { ServerUser } from './server-user.js';

export type StopMode = 'fast' | 'immediate';

interface ServerOptions extends Place {
  user: ServerUser | undefined;
  port: number;
  adminUrl: string;
  settings: Readonly<Record<string, string>>;
}

interface RunningServer {
  adminUrl: string;
  port: number;
  pid: number;
  dataDir: string;
  logFile: string;
  exited: Promise<void>;
  stop(mode?: StopMode): Promise<void>;
}

const STARTUP_MS = 120_000;
const POLL_MS = 30;
const FAST_STOP_MS = 20_000;
const LOG_TAIL = 2_000;

/** Runs the server until `stop`, or until this process ends in whatever way. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { adminUrl, port, dataDir } = options;
  const logFile = join(dataDir, 'server.log');
  const child = spawnServer(options, logFile);
  const exited = once(child, 'exit').then(() => undefined);
  const pid = child.pid;
  if (pid === undefined) throw new Error('the PostgreSQL server cannot be executed');
  await occupy(dataDir, pid);
  const guard = spawnGuard(pid, options.user);
  void exited.then(() => guard.kill('SIGKILL'));
  const stop = async (mode: StopMode = 'fast'): Promise<void> => {
    child.ref();
    if (child.exitCode === null && child.signalCode === null) end(child, mode);
    await exited;
  };
  try {
    await untilReady(adminUrl, child);
  } catch (error) {
    await stop('immediate');
    throw new Error(`PostgreSQL did not start: ${await tailOf(logFile)}`, { cause: error });
  }
  child.unref();
  return { adminUrl, port, pid, dataDir, logFile, exited, stop };
}

function spawnServer(
  { native, dataDir, user, port, settings }: ServerOptions,
  logFile: string,
): ChildProcess {
  const cluster = clusterOf(dataDir);
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = openSync(logFile, 'a', 0o600);
  try {
    // In a session of its own: Ctrl-C in the terminal must reach us first, so that we can drain.
    return spawn(join(native, 'bin', 'postgres'), ['-D', cluster, '-p', String(port), ...flags], {
      ...user,
      cwd: '/',
      detached: true,
      stdio: ['ignore', log, log],
      env: serverEnvironment(),
    }).on('error', () => undefined);
  } finally {
    closeSync(log);
  }
}

/** Waits on a pipe that only we hold open: when we are gone, even by kill -9, it stops the server. */
function spawnGuard(pid: number, user: ServerUser | undefined): ChildProcess {
  const script = `trap '' INT TERM HUP; read -r _; kill -INT "$1"`;
  const guard = spawn('sh', ['-c', script, 'guard', String(pid)], {
    ...user,
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.on('error', () => undefined);
  guard.unref();
  (guard.stdin as unknown as { unref(): void }).unref();
  return guard;
}

function end(child: ChildProcess, mode: StopMode): void {
  child.kill(mode === 'fast' ? 'SIGINT' : 'SIGQUIT');
  const impatience = setTimeout(() => child.kill('SIGQUIT'), FAST_STOP_MS);
  child.once('exit', () => {
    clearTimeout(impatience);
  });
}

async function untilReady(adminUrl: string, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + STARTUP_MS;
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error('the server ended');
    try {
      return await connectOnce(adminUrl);
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await wait(POLL_MS);
    }
  }
}

async function connectOnce(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 1_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } finally {
    await client.end();
  }
}

async function tailOf(logFile: string): Promise<string> {
  return (await readFile(logFile, 'utf8')).slice(-LOG_TAIL);
}
