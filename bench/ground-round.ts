import type { Subject } from './plan/options.js';
import { orderIn } from './plan/plan.js';
import type { RoundFigures } from './report/figures-of-rounds.js';
import type { GroundRun } from './ground-run.js';
import type { PreparedGround } from './prepared-ground.js';

/** The round on one ground: speeds, latencies, and at the end a fault. */
export class GroundRound {
  constructor(
    private readonly run: GroundRun,
    private readonly prepared: PreparedGround,
  ) {}

  async measure(): Promise<RoundFigures> {
    const { round } = this.run;
    const figures = await this.speeds(round);
    await this.latencies(figures, round);
    await this.faults(figures, round);
    return figures;
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
      const capacity = await this.prepared.system(subject).capacity();
      figures[subject] = { capacity };
      return capacity.completedPerSecond;
    }
    const floor = await this.prepared.floors.measure(subject, this.run.plan.floor);
    figures[subject] = floor;
    return floor.completedPerSecond;
  }

  private async latencies(figures: RoundFigures, round: number): Promise<void> {
    for (const system of orderIn(round, this.prepared.systems)) {
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
      this.prepared.systems.map(async (system) => {
        const found = figures[system.name];
        if (found) found.losses = await system.losses(found.capacity.completedPerSecond, round);
      }),
    );
  }
}
