import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { instrumentsNamed } from './catalogue.js';
import {
  armedFile,
  reachedFile,
  releasedFile,
  type ArmedPoint,
  type ReachedPoint,
} from './fault-point.js';

const LOOK_EVERY_MS = 20;

/** A test's side: which instruments its processes get, and when its points strike. */
export class Instruments {
  /**
   * @param dist where the built project lies
   * @param folder an empty folder of this run
   * @param names of points and mutations
   */
  constructor(
    private readonly dist: string,
    private readonly folder: string,
    private readonly names: readonly string[],
  ) {
    instrumentsNamed(names);
    mkdirSync(folder, { recursive: true });
  }

  /** For `StackOptions.environment`. */
  get environment(): Record<string, string> {
    const register = pathToFileURL(join(this.dist, 'test/faults/instrument/register.js'));
    return {
      NODE_OPTIONS: `--import=${register.href}`,
      NOT_FOR_PRODUCTION_INSTRUMENT: this.names.join(','),
      NOT_FOR_PRODUCTION_INSTRUMENT_DIR: this.folder,
    };
  }

  /** What this run changes and no process has loaded: empty, or the fault was none. */
  get silent(): string[] {
    return instrumentsNamed(this.names)
      .map(({ name }) => name)
      .filter((name) => !existsSync(join(this.folder, `${name}.applied`)));
  }

  /** The next process that comes by (of this service, the n-th time) is struck; only one, only once. */
  arm(point: string, { nth = 1, ...armed }: Omit<ArmedPoint, 'nth'> & { nth?: number }): void {
    if (!this.names.includes(point)) throw new Error(`${point} is not among this run's points.`);
    rmSync(reachedFile(this.folder, point), { force: true });
    const file = armedFile(this.folder, point);
    // Whole at once: processes look at any moment.
    writeFileSync(`${file}.new`, JSON.stringify({ ...armed, nth } satisfies ArmedPoint));
    renameSync(`${file}.new`, file);
  }

  /** Nobody has come by: nobody will be struck. Resolves to whether that was so. */
  disarm(point: string): boolean {
    const armed = existsSync(armedFile(this.folder, point));
    rmSync(armedFile(this.folder, point), { force: true });
    return armed;
  }

  /** Resolves when somebody was struck. */
  async reached(point: string, signal?: AbortSignal): Promise<ReachedPoint> {
    const file = reachedFile(this.folder, point);
    while (!existsSync(file)) await delay(LOOK_EVERY_MS, undefined, { signal });
    return JSON.parse(readFileSync(file, 'utf8')) as ReachedPoint;
  }

  /** Lets a held process go on. */
  release(point: string): void {
    writeFileSync(releasedFile(this.folder, point), '');
  }
}
