import type { Subject } from './plan/options.js';
import { orderIn } from './plan/plan.js';
import type { RoundFigures } from './report/figures-of-rounds.js';
import type { GroundRun } from './ground-run.js';
import { Floors } from './subjects/floors.js';
import type { SystemMeasurements } from './subjects/system-measurements.js';
import type { Ground } from './systems/ground.js';

/** The round on one ground: speeds, latencies, and at the end a fault. */
export class GroundRound {
  private floors?: Floors;

  constructor(
    private readonly run: GroundRun,
    private readonly ground: Ground,
    private readonly systems: readonly SystemMeasurements[],
  ) {}

  async measure(): Promise<RoundFigures> {
    const { round } = this.run;
    try {
      await this.warmUp();
      const figures = await this.speeds(round);
      await this.latencies(figures, round);
      await this.faults(figures, round);
      return figures;
    } finally {
      await this.floors?.close();
    }
  }

  private async warmUp(): Promise<void> {
    // One after the other: side by side, the slower one is hardly warm when its turn comes.
    for (const system of this.systems) {
      this.run.say(`${system.name}: warming up`);
      await system.warmUp();
    }
    const { subjects } = this.run.options;
    if (subjects.some((name) => name !== 'ours' && name !== 'naive'))
      this.floors = await Floors.copiedFrom(this.ground);
  }

  private async speeds(round: number): Promise<RoundFigures> {
    const figures: RoundFigures = {};
    for (const subject of orderIn(round, this.run.options.subjects)) {
      const perSecond = await this.speed(subject, figures);
      this.run.say(`round ${round + 1}: ${subject} ${perSecond.toFixed(0)} filings a second`);
    }
    return figures;
  }

  private async speed(subject: Subject, figures: RoundFigures): Promise<number> {
    if (subject === 'ours' || subject === 'naive') {
      const capacity = await this.measurementsOf(subject).capacity();
      figures[subject] = { capacity };
      return capacity.completedPerSecond;
    }
    if (!this.floors) throw new Error('Nothing was copied for the floors.');
    const floor = await this.floors.measure(subject, this.run.plan.floor);
    figures[subject] = floor;
    return floor.completedPerSecond;
  }

  private async latencies(figures: RoundFigures, round: number): Promise<void> {
    for (const system of orderIn(round, this.systems)) {
      const found = figures[system.name];
      if (!found) continue;
      this.run.say(`${system.name}: open loop`);
      found.latency = await system.latency(found.capacity.completedPerSecond);
    }
  }

  /** Last, for what a fault leaves behind would disturb the rest; all at once, for only what arrives counts here. */
  private async faults(figures: RoundFigures, round: number): Promise<void> {
    this.run.say('kill -9 in mid-load');
    await Promise.all(
      this.systems.map(async (system) => {
        const found = figures[system.name];
        if (found) found.losses = await system.losses(found.capacity.completedPerSecond, round);
      }),
    );
  }

  private measurementsOf(name: 'ours' | 'naive'): SystemMeasurements {
    const found = this.systems.find((system) => system.name === name);
    if (!found) throw new Error(`${name} does not run.`);
    return found;
  }
}
