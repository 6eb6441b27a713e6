import type { ServiceName } from '@app/contracts';
import type { SupervisedProcess } from './supervised-process.js';

/** One service of the stack; it keeps its port whatever happens to it. */
export class StackService {
  readonly name: ServiceName;
  readonly url: string;
  readonly #process: SupervisedProcess;

  constructor(name: ServiceName, url: string, process: SupervisedProcess) {
    this.name = name;
    this.url = url;
    this.#process = process;
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** A fault: it comes back by itself (unless the stack was started with `restart: false`). SIGKILL waits for its end. */
  kill(signal?: NodeJS.Signals): Promise<void> {
    return this.#process.kill(signal);
  }

  /** SIGTERM, and down until `start()`. */
  stop(): Promise<void> {
    return this.#process.stop();
  }

  start(): Promise<void> {
    return this.#process.start();
  }

  /** Until the process that runs now, or the next after a restart, is ready. */
  waitReady(): Promise<void> {
    return this.#process.waitReady();
  }
}
