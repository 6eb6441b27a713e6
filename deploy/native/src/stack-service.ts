import type { ServiceName } from '@app/contracts';
import type { StackFrontDoor } from './stack-front-door.js';
import type { SupervisedProcess } from './supervised-process.js';

/** One of the processes of a service; it keeps its port whatever happens to it. */
export class ServiceProcess {
  /** Its own address, past the front door: for health, metrics and tests. */
  readonly url: string;
  readonly #process: SupervisedProcess;

  constructor(url: string, process: SupervisedProcess) {
    this.url = url;
    this.#process = process;
  }

  /** Of its program, while it runs. */
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

/** One service of the stack: the address that its clients use, and the processes behind it. */
export class StackService {
  readonly name: ServiceName;
  /** The front door's, whatever happens to the processes. */
  readonly url: string;
  readonly processes: readonly ServiceProcess[];
  readonly #door: StackFrontDoor;

  constructor(
    name: ServiceName,
    url: string,
    processes: readonly ServiceProcess[],
    door: StackFrontDoor,
  ) {
    this.name = name;
    this.url = url;
    this.processes = processes;
    this.#door = door;
  }

  /** A fault of all its processes. */
  async kill(signal?: NodeJS.Signals): Promise<void> {
    await Promise.all(this.processes.map((one) => one.kill(signal)));
  }

  /** SIGTERM to all its processes, and down until `start()`. */
  async stop(): Promise<void> {
    await Promise.all(this.processes.map((one) => one.stop()));
  }

  async start(): Promise<void> {
    await Promise.all(this.processes.map((one) => one.start()));
    await this.waitReady();
  }

  /** Until all its processes are ready, and the front door knows it. */
  async waitReady(): Promise<void> {
    await Promise.all(this.processes.map((one) => one.waitReady()));
    await this.#letIn(this.processes);
  }

  /** As an update does it: one process after the other, each taken out of the front door before it is asked to stop. */
  async restart(): Promise<void> {
    for (const one of this.processes) {
      await this.#door.takeOut(one.url);
      await one.stop();
      await one.start();
      await this.#letIn([one]);
    }
  }

  #letIn(processes: readonly ServiceProcess[]): Promise<void> {
    return this.#door.letIn(
      this.name,
      processes.map(({ url }) => url),
    );
  }
}
