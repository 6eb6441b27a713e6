import type { GroundRun } from './ground-run.js';
import { Floors } from './subjects/floors.js';
import { Observer } from './subjects/observer.js';
import { SystemMeasurements } from './subjects/system-measurements.js';
import type { Ground } from './systems/ground.js';
import type { LoadedSystem } from './systems/loaded-system.js';
import { Naive } from './systems/naive.js';
import { Ours } from './systems/ours.js';

/** The systems on their ground, up and warm, and what is bare or a floor made from what ours wrote. */
export class PreparedGround {
  private readonly started: LoadedSystem[] = [];
  private readonly measured: SystemMeasurements[] = [];
  private copied?: Floors;

  constructor(
    private readonly run: GroundRun,
    private readonly ground: Ground,
  ) {}

  /**
   * Nothing is measured here, so what can go side by side does; but the two systems are warmed up one after the other, for the
   * slower one would stay cold.
   */
  async prepare(): Promise<void> {
    await together(this.warmUpOurs(), this.startNaive());
    await together(this.warmUpNaive(), this.copyFloors());
  }

  get systems(): readonly SystemMeasurements[] {
    return this.measured;
  }

  system(name: LoadedSystem['name']): SystemMeasurements {
    const found = this.measured.find((system) => system.name === name);
    if (!found) throw new Error(`${name} does not run.`);
    return found;
  }

  get floors(): Floors {
    if (!this.copied) throw new Error('Nothing was copied for the floors.');
    return this.copied;
  }

  async close(): Promise<void> {
    await this.copied?.close();
    await Promise.all(this.measured.map((one) => one.close()));
    await Promise.all(this.started.map((system) => system.stop()));
  }

  private async warmUpOurs(): Promise<void> {
    if (!this.wants('ours')) return;
    await this.observe(new Ours(this.ground));
    await this.warmUp('ours');
  }

  private async startNaive(): Promise<void> {
    if (this.wants('naive')) await this.observe(await Naive.start(this.ground));
  }

  private async warmUpNaive(): Promise<void> {
    if (this.wants('naive')) await this.warmUp('naive');
  }

  private async copyFloors(): Promise<void> {
    const { options, plan } = this.run;
    if (options.subjects.some((name) => name !== 'ours' && name !== 'naive'))
      this.copied = await Floors.copiedFrom(this.ground, plan.floor);
  }

  private wants(name: LoadedSystem['name']): boolean {
    return this.run.options.subjects.includes(name);
  }

  private async observe(system: LoadedSystem): Promise<void> {
    this.started.push(system);
    const { plan, options, round } = this.run;
    const observer = await Observer.of(this.ground, system);
    this.measured.push(new SystemMeasurements(observer, plan, options.seed + round));
  }

  private async warmUp(name: LoadedSystem['name']): Promise<void> {
    this.run.say(`${name}: warming up`);
    await this.system(name).warmUp();
  }
}

/** Waits for all of them also when one fails: what the others have started is to be closed. @throws the first failure */
async function together(...works: Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(works)).find(({ status }) => status === 'rejected');
  if (failed) await Promise.all(works);
}
