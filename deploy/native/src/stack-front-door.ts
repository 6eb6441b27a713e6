import { setTimeout as delay } from 'node:timers/promises';
import type { ServiceName } from '@app/contracts';
import { join } from 'node:path';
import type { DoorOf } from './front-door/front-door.js';
import { projectRoot } from './project-root.js';
import type { ProcessDescription, SupervisedProcess } from './supervised-process.js';

export type FrontDoorQuestion =
  | { readonly ask: 'look'; readonly service: string }
  | { readonly ask: 'take-out' | 'put-in'; readonly url: string };

/** A process of its own: what it costs is seen, and a busy test or supervisor does not hold up a request. */
export function describeFrontDoor(
  services: readonly DoorOf[],
  logFile: string,
): ProcessDescription {
  const program = join(projectRoot, 'dist/deploy/native/src/front-door-process.js');
  return {
    name: 'front-door',
    command: process.execPath,
    args: [program, JSON.stringify(services)],
    ready: { line: /The front door is open/ },
    logFile,
    answers: true,
  };
}

const SEEN_WITHIN_MS = 10_000;

/** Asks the front door's process. */
export class StackFrontDoor {
  readonly #process: SupervisedProcess;

  constructor(process: SupervisedProcess) {
    this.#process = process;
  }

  /** No new request goes to the process at this address, until it is let in. */
  takeOut(url: string): Promise<void> {
    return this.#process.ask<void>({ ask: 'take-out', url } satisfies FrontDoorQuestion);
  }

  /** Resolves when requests go to all these processes. */
  async letIn(service: ServiceName, urls: readonly string[]): Promise<void> {
    await this.#process.waitReady();
    for (const url of urls)
      await this.#process.ask<void>({ ask: 'put-in', url } satisfies FrontDoorQuestion);
    const deadline = Date.now() + SEEN_WITHIN_MS;
    for (;;) {
      const question = { ask: 'look', service } satisfies FrontDoorQuestion;
      const open = await this.#process.ask<string[]>(question);
      if (urls.every((url) => open.includes(url))) return;
      if (Date.now() > deadline)
        throw new Error(`${service} is ready, and the front door does not find it so.`);
      await delay(50);
    }
  }
}
