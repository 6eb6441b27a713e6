import type { NodePorts } from './kafka-config.js';
import { SupervisedProcess, type ProcessDescription } from './supervised-process.js';

/** One node of a cluster: a broker that is a controller as well. It keeps its ports and data whatever happens to it. */
export class KafkaNode {
  readonly id: number;
  /** host:port of its own, also when clients are told of a proxy in front of it. */
  readonly address: string;
  /** host:port where clients connect. */
  readonly advertised: string;
  readonly #process: SupervisedProcess;

  constructor(id: number, { client, advertised }: NodePorts, description: ProcessDescription) {
    this.id = id;
    this.address = `127.0.0.1:${client}`;
    this.advertised = `127.0.0.1:${advertised}`;
    this.#process = new SupervisedProcess(description);
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** Waits until it serves. */
  start(): Promise<void> {
    return this.#process.start();
  }

  /** SIGTERM: a clean stop, about two seconds; it stays down until `start()`. */
  stop(): Promise<void> {
    return this.#process.stop();
  }

  /** A fault; SIGKILL waits until it is gone. It comes back by itself where the cluster was started with `restart`. */
  kill(signal?: NodeJS.Signals): Promise<void> {
    return this.#process.kill(signal);
  }

  /** Until the process that runs now, or the next after a restart, serves. */
  waitReady(): Promise<void> {
    return this.#process.waitReady();
  }
}
