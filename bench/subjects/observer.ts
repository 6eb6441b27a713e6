import { memoryOfTree } from '../../tools/measure/memory.js';
import { processorMs } from '../observe/processor.js';
import { ObservedDatabase } from '../observe/database.js';
import type { Ground } from '../systems/ground.js';
import type { LoadedSystem } from '../systems/loaded-system.js';

export interface Usage {
  readonly services: Readonly<Record<string, number>>;
  readonly postgres: number;
  readonly kafka: number;
  readonly walBytes: number;
}

/** Reads from outside what a system uses. */
export class Observer {
  private constructor(
    private readonly ground: Ground,
    readonly system: LoadedSystem,
    readonly database: ObservedDatabase,
  ) {}

  static async of(ground: Ground, system: LoadedSystem): Promise<Observer> {
    const { postgres } = ground.stack.addresses;
    return new Observer(ground, system, await ObservedDatabase.open(postgres, system.database));
  }

  /** Since the processes began. */
  async usage(): Promise<Usage> {
    const { postgres, kafka } = this.ground.sharedPids;
    const services = await Promise.all(
      Object.entries(this.system.pids()).map(
        async ([name, pids]) => [name, await processorMs(pids)] as const,
      ),
    );
    return {
      services: Object.fromEntries(services),
      postgres: await processorMs(postgres),
      kafka: await processorMs(kafka),
      walBytes: await this.database.walBytes(),
    };
  }

  async residentMb(): Promise<number> {
    const trees = await Promise.all(Object.values(this.system.pids()).flat().map(memoryOfTree));
    return trees.reduce((sum, { totalMb }) => sum + totalMb, 0);
  }
}
