import type { FilingRange } from '../load/load.js';
import { LoadGenerator } from '../load/load-generator.js';
import { filingsIn } from '../load/schedule.js';
import type { ClosedPlan, Plan } from '../plan/plan.js';
import type { CapacityFigures, LatencyFigures, Losses } from './figures.js';
import { killInMidLoad, victimIn } from './kill-in-mid-load.js';
import { measureCapacity } from './measure-capacity.js';
import { measureLatency } from './measure-latency.js';
import type { LoadedSystem } from '../systems/loaded-system.js';
import type { Observer } from './observer.js';

const LATENCY_SHARE = 0.7;
/** A load that leaves room to catch up after the fault. */
const KILL_SHARE = 0.4;

/** Measures one whole system, each time with filings that it has never seen. */
export class SystemMeasurements {
  private readonly generator = new LoadGenerator();
  private next = 0;

  constructor(
    private readonly observer: Observer,
    private readonly plan: Plan,
    private readonly seed: number,
  ) {}

  get name(): LoadedSystem['name'] {
    return this.observer.system.name;
  }

  /** So that what is compiled late is compiled before the clock starts. */
  async warmUp(): Promise<void> {
    await this.capacityWithin(this.plan.warmUp);
  }

  capacity(): Promise<CapacityFigures> {
    return this.capacityWithin(this.plan.capacity);
  }

  latency(capacity: number): Promise<LatencyFigures> {
    const seconds = this.plan.latency;
    const range = this.range(filingsIn(seconds, capacity * LATENCY_SHARE));
    return measureLatency(this.observer, this.generator, { range, seconds });
  }

  losses(capacity: number, round: number): Promise<Losses> {
    const seconds = this.plan.kill;
    const range = this.range(filingsIn(seconds, capacity * KILL_SHARE));
    const victim = victimIn(round);
    return killInMidLoad(this.observer, this.generator, { range, seconds, victim });
  }

  async close(): Promise<void> {
    this.generator.close();
    await this.observer.database.close();
  }

  private capacityWithin({ seconds, mostFilings }: ClosedPlan): Promise<CapacityFigures> {
    const range = this.range(mostFilings);
    return measureCapacity(this.observer, this.generator, { range, seconds });
  }

  private range(count: number): FilingRange {
    const from = this.next;
    this.next += count;
    return { seed: this.seed, from, count };
  }
}
