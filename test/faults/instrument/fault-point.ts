import { readFileSync, renameSync, writeFileSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** `kill`: SIGKILL to itself. `stop`: SIGSTOP to itself, on with SIGCONT. `hold`: waits there, its timers run on. */
export type PointAction = 'kill' | 'stop' | 'hold';

export interface ArmedPoint {
  readonly action: PointAction;
  /** At the n-th time that a process comes by since it was armed. */
  readonly nth: number;
  /** Only in processes of this service, or in this one. */
  readonly service?: string;
  readonly pid?: number;
}

export interface ReachedPoint {
  readonly pid: number;
  readonly service: string;
}

export const armedFile = (folder: string, point: string): string => join(folder, `${point}.armed`);
export const reachedFile = (folder: string, point: string): string =>
  join(folder, `${point}.reached`);
export const releasedFile = (folder: string, point: string): string =>
  join(folder, `${point}.released`);

const LOOK_EVERY_MS = 20;
const SIGNAL_WITHIN_MS = 50;

/** What happens at points of this process: nothing until a test arms one, and then once, in one process only. */
export class FaultPoints {
  private readonly passed = new Map<string, number>();

  constructor(
    private readonly folder: string,
    private readonly service: string,
  ) {}

  async reach(point: string): Promise<void> {
    const armed = this.armedFor(point);
    if (armed === undefined || !this.isNth(point, armed.nth) || !this.claim(point)) return;
    if (armed.action === 'hold') return this.hold(point);
    process.kill(process.pid, armed.action === 'kill' ? 'SIGKILL' : 'SIGSTOP');
    // Nothing more is done until the signal is there.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, SIGNAL_WITHIN_MS);
  }

  private armedFor(point: string): ArmedPoint | undefined {
    let text: string;
    try {
      text = readFileSync(armedFile(this.folder, point), 'utf8');
    } catch {
      this.passed.delete(point);
      return undefined;
    }
    const armed = JSON.parse(text) as ArmedPoint;
    const { service = this.service, pid = process.pid } = armed;
    return service === this.service && pid === process.pid ? armed : undefined;
  }

  private isNth(point: string, nth: number): boolean {
    const passed = (this.passed.get(point) ?? 0) + 1;
    this.passed.set(point, passed < nth ? passed : 0);
    return passed >= nth;
  }

  /** Renaming succeeds for one of many. Written before the signal: the next line may not be run. */
  private claim(point: string): boolean {
    const reached: ReachedPoint = { pid: process.pid, service: this.service };
    const mine = `${reachedFile(this.folder, point)}.${process.pid}`;
    try {
      renameSync(armedFile(this.folder, point), mine);
    } catch {
      return false;
    }
    writeFileSync(mine, JSON.stringify(reached));
    renameSync(mine, reachedFile(this.folder, point));
    return true;
  }

  private async hold(point: string): Promise<void> {
    while (!existsSync(releasedFile(this.folder, point))) await delay(LOOK_EVERY_MS);
    rmSync(releasedFile(this.folder, point), { force: true });
  }
}
