import { SERVICES, type ServiceName } from '@app/contracts';
import type { LoadTarget } from '../load/load.js';
import type { Ground } from './ground.js';
import type { LoadedSystem } from './loaded-system.js';

/** The stack as it ships, with sealing. */
export class Ours implements LoadedSystem {
  readonly name = 'ours';
  readonly database = 'madoguchi';

  constructor(private readonly ground: Ground) {}

  /** The service's own address: a front door would be one more process on the way. */
  get target(): LoadTarget {
    const { stack, tokens } = this.ground;
    const [intake] = stack.service('applications').processes;
    if (intake === undefined) throw new Error('applications has no process.');
    return { url: intake.url, tokens };
  }

  pids(): Record<string, number[]> {
    const pidsOf = (name: ServiceName): number[] =>
      this.ground.stack.service(name).processes.flatMap(({ pid }) => pid ?? []);
    return Object.fromEntries(SERVICES.map((name) => [name, pidsOf(name)]));
  }

  kill(service: ServiceName): Promise<void> {
    return this.ground.stack.service(service).kill();
  }

  async waitReady(): Promise<void> {
    await Promise.all(SERVICES.map((name) => this.ground.stack.service(name).waitReady()));
  }

  async stop(): Promise<void> {
    await Promise.all(SERVICES.map((name) => this.ground.stack.service(name).stop()));
  }
}
