import type { Logger } from '@app/observability';
import { setTimeout as delay } from 'node:timers/promises';

/** What runs in a process, from the moment when it is ready. */
export interface Running {
  /** The one line that the process prints when it is ready. */
  readonly ready: string;
  stop(): Promise<void>;
}

export interface Stopping {
  /** Aborted when the process begins to stop. */
  readonly signal: AbortSignal;
  /** The process cannot go on: it stops in order and exits with code 1, for its supervisor to start another. */
  readonly fail: (error: unknown) => void;
}

/** What it needs of Node's `process`. */
export interface HostProcess {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  on(event: string, listener: (reason: unknown) => void): unknown;
  exit(code: number): void;
}

const PATIENCE_MS = 9_500;
/** One that is told to stop while it starts has nothing to bring to an end: what it holds ends with it. */
const START_PATIENCE_MS = 500;

/**
 * The life of a process: starts, prints one line, and stops in order on SIGTERM or SIGINT, in less than ten seconds or by
 * force; also while it starts. What nobody caught is logged, without what it may quote, and ends the process too. When it returns, it has exited.
 */
export async function runProcess(
  logger: Logger,
  start: (stopping: Stopping) => Promise<Running>,
  host: HostProcess = process,
): Promise<void> {
  const stopping = new AbortController();
  const { promise: ended, resolve: end } = Promise.withResolvers<number>();
  const fail = (err: unknown): void => {
    logger.fatal({ err }, 'The process cannot go on');
    end(1);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) host.on(signal, () => end(0));
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) host.on(event, fail);
  const started = announced(start({ signal: stopping.signal, fail }), host).catch((error) => {
    host.stderr.write(`${whyNotStarted(error)}\n`);
    fail(error);
  });
  const code = await ended;
  stopping.abort();
  const force = setTimeout(() => host.exit(1), PATIENCE_MS);
  const stopped = await stopInOrder(await startedInTime(started), logger);
  clearTimeout(force);
  host.exit(stopped ? code : 1);
}

async function startedInTime(started: Promise<Running | void>): Promise<Running | void> {
  const tooLate = new AbortController();
  const late = delay(START_PATIENCE_MS, undefined, { signal: tooLate.signal }).catch(
    () => undefined,
  );
  return Promise.race([started, late]).finally(() => tooLate.abort());
}

async function announced(start: Promise<Running>, host: HostProcess): Promise<Running> {
  const running = await start;
  host.stdout.write(`${running.ready}\n`);
  return running;
}

async function stopInOrder(running: Running | void, logger: Logger): Promise<boolean> {
  try {
    await running?.stop();
    return true;
  } catch (err) {
    logger.error({ err }, 'The process did not stop in order');
    return false;
  }
}

/** For whoever starts the process: the log leaves messages out. The database's own could quote a row. */
function whyNotStarted(error: unknown): string {
  const own = error instanceof Error && !('severity' in error);
  return `Not started. ${own ? error.message : 'The log tells more.'}`;
}
