import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { guardAgainstOrphaning, releaseFromGuard } from './orphan-guard.js';
import { ProcessLog } from './process-log.js';
import { Questions } from './questions.js';

export interface ProcessDescription {
  readonly name: string;
  readonly command: string;
  readonly args?: readonly string[];
  readonly cwd?: string;
  /** Added to the environment of the supervisor. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Ready when the address answers 2xx, or when a line of the output matches. */
  readonly ready: { readonly url: string } | { readonly line: RegExp };
  readonly readyWithinMs?: number;
  /** After this a stopping process gets SIGKILL. */
  readonly stopWithinMs?: number;
  /** Start it again when it dies without having been told to (default: yes). */
  readonly restart?: boolean;
  readonly logFile: string;
  /** Open a channel for `ask`. */
  readonly answers?: boolean;
  /** Gets each line that the process writes. */
  readonly onLine?: (line: string) => void;
  /** Gets told, in a sentence for people, when the process died and when it comes back. */
  readonly onEvent?: (event: string) => void;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;
/** A process that stayed up for this long has recovered: its next death is its first again. */
const RECOVERED_AFTER_MS = 10_000;

/**
 * One process and its whole process group: started, waited for, restarted with growing pauses when it dies, stopped in
 * bounded time. It never outlives the supervisor (orphan-guard.ts).
 */
export class SupervisedProcess {
  readonly description: ProcessDescription;
  readonly log: ProcessLog;
  #child?: ChildProcess;
  #exited: Promise<void> = Promise.resolve();
  readonly #questions = new Questions();
  #lineSeen = false;
  #wanted = false;
  /** It ended by itself, and nobody starts it again. */
  #gaveUp = false;
  #wasReady = false;
  #deaths = 0;
  #startedAt = 0;
  #restart?: NodeJS.Timeout;
  #lastEnd = '';

  constructor(description: ProcessDescription) {
    this.description = description;
    this.log = new ProcessLog(description.logFile, description.onLine);
  }

  /** Process id while it runs. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Starts it and waits until it is ready. One that ends before it was ever ready is not tried again. */
  async start(): Promise<void> {
    if (!this.#wanted) {
      this.#wanted = true;
      this.#gaveUp = false;
      this.#wasReady = false;
      this.#deaths = 0;
      await this.#exited;
      this.#spawn();
    }
    await this.waitReady();
  }

  /** Waits until the process that runs now, or the next one after a restart, is ready; throws with its last lines. */
  async waitReady(): Promise<void> {
    const limit = this.description.readyWithinMs ?? 30_000;
    const deadline = Date.now() + limit;
    while (Date.now() < deadline) {
      if (this.#child && (await this.#isReady())) {
        this.#wasReady = true;
        return;
      }
      if (!this.#child && !this.#restart)
        throw this.#failure(this.#gaveUp ? `ended (${this.#lastEnd})` : 'is stopped');
      await delay(50);
    }
    throw this.#failure(`was not ready within ${limit / 1000} s`);
  }

  /** Asks it to stop (SIGTERM), kills it after its time; resolves when it is gone. It stays down until `start()`. */
  async stop(): Promise<void> {
    this.#wanted = false;
    clearTimeout(this.#restart);
    this.#restart = undefined;
    this.#signal('SIGTERM');
    const timer = setTimeout(() => this.#signal('SIGKILL'), this.description.stopWithinMs ?? 8_000);
    await this.#exited;
    clearTimeout(timer);
  }

  /** Sends a signal as a fault: a process that dies of it is started again if so described. SIGKILL waits for the end. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const exited = this.#exited;
    this.#signal(signal);
    if (signal === 'SIGKILL') await exited;
  }

  /** Asks the running process over its channel (questions.ts); rejects when it does not run or ends before it answers. */
  ask<T>(question: unknown): Promise<T> {
    return this.#questions.ask<T>(this.#child, question);
  }

  #spawn(): void {
    const { command, args = [], cwd, environment } = this.description;
    this.#restart = undefined;
    this.#lineSeen = false;
    this.#startedAt = Date.now();
    const child = spawn(command, args, {
      cwd,
      env: { ...inheritedEnvironment(), ...environment },
      stdio: ['ignore', 'pipe', 'pipe', ...(this.description.answers ? ['ipc' as const] : [])],
      detached: true,
    });
    child.on('message', (answer) => this.#questions.onAnswer(answer));
    this.#child = child;
    if (child.pid) guardAgainstOrphaning(-child.pid);
    if ('line' in this.description.ready)
      this.log.once(this.description.ready.line, () => (this.#lineSeen = this.#child === child));
    this.log.read(child.stdout, child.stderr);
    this.#exited = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        this.#onExit(child, signal ?? `code ${code}`);
        resolve();
      });
      child.once('error', (error) => {
        this.#onExit(child, error.message);
        resolve();
      });
    });
  }

  #onExit(child: ChildProcess, how: string): void {
    if (this.#child !== child) return;
    if (child.pid) {
      signalGroup(child.pid, 'SIGKILL');
      releaseFromGuard(-child.pid);
    }
    this.#child = undefined;
    this.#questions.onEnd();
    this.#lastEnd = how;
    this.log.write(`[${this.description.name} ended: ${how}]`);
    const again = this.#wanted && this.#wasReady && this.description.restart !== false;
    if (!again) {
      this.#gaveUp = this.#wanted;
      this.#wanted = false;
      return;
    }
    if (Date.now() - this.#startedAt > RECOVERED_AFTER_MS) this.#deaths = 0;
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#deaths);
    this.#deaths += 1;
    this.#restart = setTimeout(() => this.#spawn(), pause);
    this.description.onEvent?.(
      `${this.description.name} died (${how}); it starts again in ${pause / 1000} s`,
    );
  }

  async #isReady(): Promise<boolean> {
    const { ready } = this.description;
    if ('line' in ready) return this.#lineSeen;
    const child = this.#child;
    try {
      const response = await fetch(ready.url, { signal: AbortSignal.timeout(2_000) });
      await response.body?.cancel();
      return response.ok && this.#child === child;
    } catch {
      return false;
    }
  }

  #signal(signal: NodeJS.Signals): void {
    if (this.#child?.pid) signalGroup(this.#child.pid, signal);
  }

  #failure(what: string): Error {
    return new Error(
      `${this.description.name} ${what}. Its log is ${this.log.file}; the last lines:\n${this.log.lastLines()}`,
    );
  }
}

/** NODE_OPTIONS of a test runner or a debugger are not for the processes that it starts. */
function inheritedEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => name !== 'NODE_OPTIONS'),
  );
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // The group is gone already: that is what was wanted.
  }
}
