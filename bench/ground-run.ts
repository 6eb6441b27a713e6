import type { BenchOptions } from './plan/options.js';
import type { Plan } from './plan/plan.js';

export interface GroundRun {
  readonly options: BenchOptions;
  readonly plan: Plan;
  readonly firstRound: number;
  /** Seconds since everything began. */
  readonly elapsed: () => number;
  readonly say: (text: string) => void;
}
