import { type ProcessDescription, SupervisedProcess } from './supervised-process.js';
import { together } from './together.js';

/**
 * A list of processes in stages: what is started together becomes ready together, and stages stop in reverse, so that a
 * service never sees its database go first.
 */
export class ProcessSupervisor {
  readonly #stages: SupervisedProcess[][] = [];

  /** Starts the described processes at the same time and waits for all; if one fails, its error (the caller stops the rest). */
  async start(...descriptions: readonly ProcessDescription[]): Promise<SupervisedProcess[]> {
    const stage = descriptions.map((description) => new SupervisedProcess(description));
    this.#stages.push(stage);
    await together(stage.map((one) => one.start()));
    return stage;
  }

  /** The process of that name; an unknown name is an error that lists the known ones. */
  get(name: string): SupervisedProcess {
    const all = this.#stages.flat();
    const found = all.find((one) => one.description.name === name);
    if (!found)
      throw new Error(
        `No process is called ${name}; there are: ${all.map((one) => one.description.name).join(', ')}.`,
      );
    return found;
  }

  /** Stops everything, the last stage first; takes at most the longest stop time of each stage. */
  async stop(): Promise<void> {
    for (const stage of this.#stages.toReversed())
      await Promise.all(stage.map((one) => one.stop()));
  }
}
