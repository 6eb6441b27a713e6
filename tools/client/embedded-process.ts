import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { projectRoot } from '../project-root.js';

/** What all-in-one says when it is ready. */
export interface EmbeddedAddresses {
  readonly url: string;
  readonly docs: string;
  readonly issuer: string;
}

export interface EmbeddedProcess {
  readonly addresses: EmbeddedAddresses;
  readonly pid: number;
  /** Resolves when it is gone, for whatever reason. */
  readonly exited: Promise<void>;
  /** In order, by force after a while; resolves when it is gone. */
  stop(): Promise<void>;
}

const READY_WITHIN_MS = 60_000;
const STOPPED_WITHIN_MS = 15_000;

/** The scripted people of demo and measurement ask more often than people do, all from one address. */
const NO_LIMITS = { RATE_LIMIT_PER_SUBJECT: '0', RATE_LIMIT_PER_ADDRESS: '0' };

/**
 * Starts the built all-in-one on free ports with its data in a folder, and waits until it is ready. What it writes goes to
 * `all-in-one.log` there. @throws with the last lines of it when it does not become ready
 */
export async function startEmbedded(
  dataDir: string,
  signal?: AbortSignal,
): Promise<EmbeddedProcess> {
  await mkdir(dataDir, { recursive: true });
  const logFile = join(dataDir, 'all-in-one.log');
  const child = spawn(process.execPath, [join(projectRoot, 'dist/apps/all-in-one/src/main.js')], {
    cwd: projectRoot,
    env: { ...process.env, ...NO_LIMITS, ALL_IN_ONE_PORT: '0', MADOGUCHI_DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const stop = (): Promise<void> => stopped(child, exited);
  try {
    const addresses = await ready(child, logFile, exited, signal);
    return { addresses, pid: child.pid as number, exited, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function ready(
  child: ChildProcess,
  logFile: string,
  exited: Promise<void>,
  signal?: AbortSignal,
): Promise<EmbeddedAddresses> {
  const seen = readyLine(child, logFile);
  const late = AbortSignal.timeout(READY_WITHIN_MS);
  const given = AbortSignal.any([late, ...(signal ? [signal] : [])]);
  const givenUp = new Promise<void>((resolve) =>
    given.addEventListener('abort', () => resolve(), { once: true }),
  );
  const addresses = await Promise.race([seen, exited, givenUp]);
  if (addresses) return addresses;
  const log = await readFile(logFile, 'utf8').catch(() => '');
  const what = late.aborted ? `was not ready within ${READY_WITHIN_MS / 1000} s` : 'ended';
  throw new Error(`all-in-one ${what}; its last lines:\n${log.split('\n').slice(-15).join('\n')}`);
}

/** Copies both outputs to the log file, and finds the line that says where the system is. */
function readyLine({ stdout, stderr }: ChildProcess, logFile: string): Promise<EmbeddedAddresses> {
  const log = createWriteStream(logFile);
  stderr?.pipe(log, { end: false });
  return new Promise((resolve) => {
    if (!stdout) return;
    createInterface({ input: stdout }).on('line', (line) => {
      log.write(`${line}\n`);
      if (line.startsWith('{"ready":true')) resolve(JSON.parse(line) as EmbeddedAddresses);
    });
  });
}

async function stopped(child: ChildProcess, exited: Promise<void>): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), STOPPED_WITHIN_MS);
  await exited;
  clearTimeout(force);
}
